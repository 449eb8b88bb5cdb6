package dev.mekiki.suites.lmeval;

import dev.mekiki.domain.Sampled;
import dev.mekiki.port.Metric.Aggregate;
import dev.mekiki.port.Metric.SampleValue;
import dev.mekiki.suites.translation.Bleu;
import dev.mekiki.suites.translation.ChrF;
import dev.mekiki.suites.translation.EditRate;
import dev.mekiki.suites.translation.Tokens;
import dev.mekiki.suites.translation.TranslationScore;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A translation's score over all samples.
 *
 * @param translation a sample's answer behind the filters
 */
record TranslationAggregate(TranslationScore score, Function<Sampled, String> translation) implements Aggregate {
    private static final Map<String, TranslationScore> SCORES = Map.of("bleu", new Bleu(Tokens.V13A), "bleu_char",
            new Bleu(Tokens.CHARACTERS), "chrf", new ChrF(), "ter", new EditRate());

    /** @throws IllegalArgumentException if the metric scores no translations */
    static TranslationAggregate of(String metric, Function<Sampled, String> translation) {
        return new TranslationAggregate(Optional.ofNullable(SCORES.get(metric)).orElseThrow(
                () -> new IllegalArgumentException("“" + metric + "” scores no translations")), translation);
    }

    /** Of one translation alone. */
    double score(String translated, List<String> references) {
        return score.ofSegment(score.counts(translated, references));
    }

    private double[] counts(Sampled sampled) {
        return score.counts(translation.apply(sampled), sampled.accepted());
    }

    @Override
    public double value(List<SampleValue> samples) {
        return value(samples, this::counts);
    }

    @Override
    public Aggregate drawnFrom(Collection<SampleValue> samples) {
        IdentityHashMap<Sampled, double[]> known = new IdentityHashMap<>();
        samples.forEach(sample -> known.put(sample.sampled(), counts(sample.sampled())));
        return drawn -> value(drawn, sampled -> known.computeIfAbsent(sampled, this::counts));
    }

    private double value(List<SampleValue> samples, Function<Sampled, double[]> counts) {
        double[] sums = {};
        for (SampleValue sample : samples) {
            double[] each = counts.apply(sample.sampled());
            if (sums.length == 0) {
                sums = new double[each.length];
            }
            for (int i = 0; i < each.length; i++) {
                sums[i] += each[i];
            }
        }
        return score.ofCorpus(sums);
    }
}
