package dev.mekiki.suites.lmeval;

import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.port.Metric.Aggregate;
import dev.mekiki.port.Metric.SampleValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** How lm-evaluation-harness makes a task's value of its documents' ({@code lm_eval/api/metrics.py}). */
final class Aggregates {
    /** Python's {@code re.split(r"\s+", text)}: empty texts at both ends count. */
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** Aggregations that go with one metric (and what stands beside it), as it goes with no other. */
    private static final Set<String> ONE_METRIC = Set.of("f1", "matthews_corrcoef", "brier_score", "bleu", "chrf",
            "ter");

    private Aggregates() {}

    /**
     * @param metric its name in lm-evaluation-harness
     * @param translation a sample's answer behind the metric's filters
     * @return empty for the mean
     * @throws IllegalArgumentException if the two do not go together, or the aggregation is not known
     */
    static Optional<Aggregate> of(String metric, String aggregation, Function<Sampled, String> translation) {
        boolean weighted = metric.equals("word_perplexity") || metric.equals("byte_perplexity")
                || metric.equals("bits_per_byte") || metric.equals("bits_per_character");
        ToDoubleFunction<Sampled> weight = metric.equals("word_perplexity")
                ? Aggregates::words
                : metric.equals("bits_per_character") ? Aggregates::characters : Aggregates::bytes;
        if (weighted != (aggregation.equals("weighted_perplexity") || aggregation.equals("bits_per_byte"))
                || ((ONE_METRIC.contains(aggregation) || ONE_METRIC.contains(usual(metric)))
                        && !usual(metric).equals(aggregation))) {
            throw new IllegalArgumentException("the aggregation “" + aggregation + "” of " + metric
                    + " gives no value; it is usually " + usual(metric));
        }
        return switch (aggregation) {
            case "mean", "nanmean", "brier_score" -> Optional.empty();
            case "median" -> Optional.of(samples -> samples.stream().mapToDouble(SampleValue::value).sorted()
                    .toArray()[samples.size() / 2]);
            case "perplexity" -> Optional.of(samples -> Math
                    .exp(-samples.stream().mapToDouble(SampleValue::value).average().orElse(Double.NaN)));
            case "weighted_perplexity" -> Optional.of(samples -> Math.exp(-ratio(samples, weight)));
            case "bits_per_byte" -> Optional.of(samples -> -ratio(samples, weight) / Math.log(2));
            case "f1" -> Optional.of(Aggregates::f1);
            case "matthews_corrcoef" -> Optional.of(Aggregates::matthews);
            case "bleu", "chrf", "ter" -> Optional.of(TranslationAggregate.of(metric, translation));
            default -> throw new IllegalArgumentException("the aggregation “" + aggregation
                    + "” is not known here; known: mean, nanmean, median, perplexity, weighted_perplexity, "
                    + "bits_per_byte, f1, matthews_corrcoef, brier_score, bleu, chrf, ter");
        };
    }

    static String usual(String metric) {
        return switch (metric) {
            case "perplexity" -> "perplexity";
            case "word_perplexity", "byte_perplexity" -> "weighted_perplexity";
            case "bits_per_byte", "bits_per_character" -> "bits_per_byte";
            case "f1" -> "f1";
            case "mcc" -> "matthews_corrcoef";
            case "brier_score" -> "brier_score";
            case "bleu", "bleu_char" -> "bleu";
            case "chrf" -> "chrf";
            case "ter" -> "ter";
            default -> "mean";
        };
    }

    private static double ratio(List<SampleValue> samples, ToDoubleFunction<Sampled> weight) {
        double sum = 0;
        double weights = 0;
        for (SampleValue sample : samples) {
            sum += sample.value();
            weights += weight.applyAsDouble(sample.sampled());
        }
        return sum / weights;
    }

    private static String text(Sampled sampled) {
        return sampled.choices().isEmpty() ? "" : sampled.choices().getFirst();
    }

    private static double words(Sampled sampled) {
        return SPACE.split(text(sampled), -1).length;
    }

    private static double bytes(Sampled sampled) {
        return text(sampled).getBytes(StandardCharsets.UTF_8).length;
    }

    private static double characters(Sampled sampled) {
        return text(sampled).codePointCount(0, text(sampled).length());
    }

    /** The likeliest choice; of equal ones the first. */
    static int predicted(Sampled sampled) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        if (sampled.outcome() instanceof Outcome.Answered(Outcome.Answer.Ranked(var logprobs))) {
            for (int i = 0; i < logprobs.size(); i++) {
                if (logprobs.get(i).logprob() > most) {
                    best = i;
                    most = logprobs.get(i).logprob();
                }
            }
        }
        return best;
    }

    /** Binary F1 of class 1, as scikit-learn's {@code f1_score}: 0 where nothing is or was taken for 1. */
    private static double f1(List<SampleValue> samples) {
        double both = 0;
        double sum = 0;
        for (SampleValue sample : samples) {
            boolean gold = sample.sampled().right().contains(1);
            boolean found = predicted(sample.sampled()) == 1;
            both += gold && found ? 1 : 0;
            sum += (gold ? 1 : 0) + (found ? 1 : 0);
        }
        return sum == 0 ? 0 : 2 * both / sum;
    }

    /** Matthews correlation for any number of classes (Gorodkin 2004), as scikit-learn's {@code matthews_corrcoef}; 0 where undefined. */
    private static double matthews(List<SampleValue> samples) {
        Map<Integer, double[]> counts = new TreeMap<>();
        double right = 0;
        for (SampleValue sample : samples) {
            int gold = sample.sampled().right().getFirst();
            int found = predicted(sample.sampled());
            counts.computeIfAbsent(gold, _ -> new double[2])[0]++;
            counts.computeIfAbsent(found, _ -> new double[2])[1]++;
            right += gold == found ? 1 : 0;
        }
        double n = samples.size();
        double products = 0;
        double golds = 0;
        double founds = 0;
        for (double[] count : counts.values()) {
            products += count[0] * count[1];
            golds += count[0] * count[0];
            founds += count[1] * count[1];
        }
        double divisor = Math.sqrt((n * n - founds) * (n * n - golds));
        return divisor == 0 ? 0 : (right * n - products) / divisor;
    }
}
