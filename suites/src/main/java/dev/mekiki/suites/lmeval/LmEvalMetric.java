package dev.mekiki.suites.lmeval;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import dev.mekiki.domain.ScoreRange;
import dev.mekiki.port.Metric;
import dev.mekiki.suites.lmeval.ResponseFilter.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * A metric as lm-evaluation-harness computes it, with the settings of a task file: metric, aggregation, higher_is_better,
 * filter (a list of such) and the metric's own options.
 *
 * @param known the metric that is measured on what the filters leave, where it is one of Mekiki's own
 */
record LmEvalMetric(String metric, boolean higher, Optional<Aggregate> aggregate, List<ResponseFilter> filters,
        ExactMatch exact, Optional<Metric> known) implements Metric {
    static final String NAME = "lm-eval";
    /** Those of Mekiki's own that can be measured behind filters. */
    static final Set<String> OWN = Set.of("exact_match_ja", "char_f1", "llmjp_char_f1", "contains");
    private static final Set<String> RANKED = Set.of("acc_mutual_info", "brier_score", "f1", "mcc", "acc", "acc_norm",
            "acc_bytes");

    /** Without settings: what is registered, and scores nothing. */
    static Metric unset(Function<String, Optional<Metric>> own) {
        return new Unset(own);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "a metric of lm-evaluation-harness, as its task file sets it";
    }

    @Override
    public Better better() {
        return higher ? Better.HIGHER : Better.LOWER;
    }

    @Override
    public boolean proportion() {
        return Set.of("acc", "acc_norm", "acc_bytes", "acc_mutual_info", "exact_match", "exact_match_ja", "contains",
                "mgsm_acc",
                "mcc", "f1").contains(metric);
    }

    @Override
    public Optional<ScoreRange> range() {
        return Set.of("bleu", "bleu_char", "chrf").contains(metric)
                ? Optional.of(new ScoreRange(0, 100))
                : Optional.empty();
    }

    @Override
    public Set<AnswerMode> answers() {
        return switch (metric) {
            case "perplexity" -> Set.of(AnswerMode.LIKELIHOOD);
            case "word_perplexity", "byte_perplexity", "bits_per_byte", "bits_per_character" -> Set
                    .of(AnswerMode.ROLLING);
            case "acc" -> Set.of(AnswerMode.LIKELIHOOD, AnswerMode.CHOICE);
            case "acc_norm", "acc_bytes", "acc_mutual_info", "brier_score", "f1", "mcc" -> Set.of(AnswerMode.CHOICE);
            case "exact_match" -> Set.of(AnswerMode.GENERATE, AnswerMode.CHOICE);
            default -> Set.of(AnswerMode.GENERATE);
        };
    }

    @Override
    public boolean needsTarget() {
        return false;
    }

    @Override
    public Score score(Sampled sampled, Optional<String> extracted) {
        return switch (sampled.outcome()) {
            case Outcome.Answered(Outcome.Answer.Text(String text)) -> text(sampled, text);
            // lm-evaluation-harness scores what was cut like any other text
            case Outcome.Truncated(String text, int most) -> text(sampled, text);
            case Outcome.Answered(Outcome.Answer.Ranked(List<ContinuationLogprob> all)) -> ranked(sampled, all);
            case Outcome.Answered(Outcome.Answer.Picked(int choice)) -> new Unscored("one of the choices was picked");
            case Outcome.Refused(String reason) -> new Unscored("refused by the engine");
            case Outcome.TimedOut late -> new Unscored("timed out");
            case Outcome.Failed(String reason) -> new Unscored("failed: " + reason);
        };
    }

    private Score text(Sampled sampled, String text) {
        String filtered = filtered(filters, sampled, text);
        if (known.isPresent()) {
            return known.get().score(sampled, Optional.of(filtered));
        }
        if (sampled.accepted().isEmpty()) {
            return new Unscored("no accepted answer is known");
        }
        if (aggregate.isPresent() && aggregate.get() instanceof TranslationAggregate translation) {
            return new Scored(translation.score(filtered, sampled.accepted()));
        }
        boolean right = switch (metric) {
            case "mgsm_acc" -> MgsmAnswer.matches(filtered, sampled.accepted());
            default -> sampled.accepted().stream().anyMatch(accepted -> exact.matches(filtered, accepted));
        };
        return new Scored(right ? 1 : 0);
    }

    private static String filtered(List<ResponseFilter> filters, Sampled sampled, String text) {
        String answer = text;
        for (ResponseFilter filter : filters) {
            answer = filter.apply(answer, sampled.choices());
        }
        return answer;
    }

    /** Of a sample that {@link #score} gives a value. */
    private static String translation(List<ResponseFilter> filters, Sampled sampled) {
        return filtered(filters, sampled, switch (sampled.outcome()) {
            case Outcome.Answered(Outcome.Answer.Text(String text)) -> text;
            case Outcome.Truncated(String text, int most) -> text;
            case Outcome.Answered answered -> "";
            case Outcome.Refused refused -> "";
            case Outcome.TimedOut late -> "";
            case Outcome.Failed failed -> "";
        });
    }

    private Score ranked(Sampled sampled, List<ContinuationLogprob> all) {
        if (all.isEmpty() || all.size() != sampled.choices().size()) {
            return new Unscored(all.size() + " log-probabilities for " + sampled.choices().size() + " choices");
        }
        if (RANKED.contains(metric) && sampled.right().isEmpty()) {
            return new Unscored("no right choice is known");
        }
        return switch (metric) {
            case "perplexity", "word_perplexity", "byte_perplexity", "bits_per_byte", "bits_per_character" ->
                new Scored(
                        all.getFirst().logprob());
            case "exact_match" -> new Scored(sampled.right().stream().anyMatch(i -> all.get(i).greedy()) ? 1 : 0);
            case "acc_mutual_info" -> mutual(sampled, all);
            case "brier_score" -> new Scored(brier(sampled, all));
            case "acc" -> all.size() == 1
                    ? new Scored(all.getFirst().greedy() ? 1 : 0)
                    : right(sampled, Aggregates.predicted(sampled));
            case "acc_norm" -> right(sampled, best(sampled, all, choice -> choice.codePointCount(0, choice.length())));
            case "acc_bytes" -> right(sampled,
                    best(sampled, all, choice -> choice.getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
            default -> right(sampled, Aggregates.predicted(sampled));
        };
    }

    private static Score right(Sampled sampled, int found) {
        return new Scored(sampled.right().contains(found) ? 1 : 0);
    }

    private static int best(Sampled sampled, List<ContinuationLogprob> all,
            java.util.function.ToIntFunction<String> length) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < all.size(); i++) {
            double each = all.get(i).logprob() / Math.max(1, length.applyAsInt(sampled.choices().get(i)));
            if (each > most) {
                best = i;
                most = each;
            }
        }
        return best;
    }

    private static Score mutual(Sampled sampled, List<ContinuationLogprob> all) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < all.size(); i++) {
            OptionalDouble alone = all.get(i).unconditional();
            if (alone.isEmpty()) {
                return new Unscored("the choices were not scored without the prompt");
            }
            double gain = all.get(i).logprob() - alone.getAsDouble();
            if (gain > most) {
                best = i;
                most = gain;
            }
        }
        return right(sampled, best);
    }

    /** Σ (softmax − one-hot)² over the choices. */
    private static double brier(Sampled sampled, List<ContinuationLogprob> all) {
        double most = all.stream().mapToDouble(ContinuationLogprob::logprob).max().orElse(0);
        double total = all.stream().mapToDouble(one -> Math.exp(one.logprob() - most)).sum();
        double sum = 0;
        for (int i = 0; i < all.size(); i++) {
            double share = Math.exp(all.get(i).logprob() - most) / total;
            double gold = sampled.right().getFirst() == i ? 1 : 0;
            sum += (share - gold) * (share - gold);
        }
        return sum;
    }

    /** @throws Unreadable if the settings are of no metric that is computed here */
    static LmEvalMetric of(Map<String, Object> settings, Function<String, Optional<Metric>> own) throws Unreadable {
        String metric = String.valueOf(settings.get("metric"));
        List<ResponseFilter> filters = new ArrayList<>();
        if (settings.get("filter") instanceof List<?> steps) {
            for (Object step : steps) {
                filters.add(ResponseFilter.of(texts(step)));
            }
        }
        String aggregation = settings.containsKey("aggregation")
                ? String.valueOf(settings.get("aggregation"))
                : Aggregates.usual(metric);
        try {
            boolean lower = Set.of("perplexity", "word_perplexity", "byte_perplexity", "bits_per_byte",
                    "bits_per_character", "brier_score", "ter").contains(metric);
            boolean higher = settings.get("higher_is_better") instanceof Boolean given ? given : !lower;
            Optional<Aggregate> aggregate = Aggregates.of(metric, aggregation,
                    sampled -> translation(filters, sampled));
            return new LmEvalMetric(metric, higher, aggregate, filters,
                    ExactMatch.of(settings), OWN.contains(metric) ? own.apply(metric) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> texts(Object step) throws Unreadable {
        if (!(step instanceof Map<?, ?> map)) {
            throw new Unreadable("a filter is a mapping with function");
        }
        Map<String, Object> settings = new java.util.LinkedHashMap<>();
        map.forEach((key, value) -> settings.put(String.valueOf(key),
                value instanceof Integer whole ? (Object) Long.valueOf(whole) : value));
        return settings;
    }

    /** The registered metric, which needs settings. */
    private record Unset(Function<String, Optional<Metric>> own) implements Metric {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String summary() {
            return "a metric of lm-evaluation-harness as its task file sets it (docs/lm-eval.md); not for suites";
        }

        @Override
        public Better better() {
            return Better.HIGHER;
        }

        @Override
        public boolean proportion() {
            return false;
        }

        @Override
        public Set<AnswerMode> answers() {
            return Set.of();
        }

        @Override
        public Optional<Metric> with(Map<String, Object> settings) {
            try {
                return Optional.of(LmEvalMetric.of(settings, own));
            } catch (Unreadable e) {
                return Optional.empty();
            }
        }

        @Override
        public Score score(Sampled sampled, Optional<String> extracted) {
            return new Unscored("lm-eval needs the settings of a task file");
        }
    }
}
