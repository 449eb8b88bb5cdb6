package dev.mekiki.analysis;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Calibration;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.DataTerms;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.Withheld;
import dev.mekiki.port.Metric;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A task's scores under one metric and what is found from them. */
record TaskMeasure(TaskScores scores, Optional<Metric> metric, MetricFinding finding) {
    /**
     * @param blocked why nothing can be scored, where it is known before looking at the samples
     * @param ofJudge how often the judge is wrong whose words are the scores
     */
    static TaskMeasure of(TaskScores scores, Optional<Metric> metric, Optional<String> blocked,
            Optional<ChoiceWay> way, Optional<Calibration> ofJudge) {
        String path = scores.task().path() + "/" + scores.metric();
        boolean proportion = metric.map(Metric::proportion).orElse(false);
        Optional<String> withheld = blocked.or(() -> tooFew(scores));
        int scored = scores.scored();
        Optional<Metric.Aggregate> aggregate = metric.flatMap(Metric::aggregate);
        OptionalDouble value = withheld.isPresent()
                ? OptionalDouble.empty()
                : aggregate.map(scores::aggregated).orElseGet(() -> OptionalDouble.of(scores.units().estimate()));
        if (value.isEmpty() && withheld.isEmpty()) {
            withheld = Optional.of(Withheld.NOTHING_SCORED.because(Integer.toString(scores.task().samples())));
        }
        Optional<Interval> interval = value.isEmpty()
                ? Optional.empty()
                : aggregate.isPresent()
                        ? CorpusInterval.of(aggregate.get(), scores.values(), Seeds.of(path))
                        : Intervals.of(scores, proportion, Seeds.of(path));
        Optional<Calibration> calibration = metric.flatMap(Metric::knownError)
                .or(() -> ofJudge.filter(_ -> proportion));
        MetricFinding finding = new MetricFinding(path, scores.task().samples(), scored, scores.coverage(), value,
                interval, better(metric), withheld, scores.unscored(), kind(proportion, aggregate.isPresent()),
                error(calibration, Calibration::falsePositive), error(calibration, Calibration::falseNegative));
        return new TaskMeasure(scores, metric,
                finding.withWay(way.map(ChoiceWay::id)).withRange(metric.flatMap(Metric::range))
                        .withTerms(DataTerms.of(scores.task().license()))
                        .withCalibration(calibration,
                                value.isPresent() && proportion
                                        ? calibration.map(known -> RoganGladen.correct(known, scores.ones(), scored))
                                        : Optional.empty()));
    }

    private static String kind(boolean proportion, boolean aggregated) {
        return aggregated ? "corpus" : proportion ? "proportion" : "mean";
    }

    /** Whether the value comes from all samples at once, so that nothing can be said of single samples' differences. */
    boolean aggregated() {
        return metric.flatMap(Metric::aggregate).isPresent();
    }

    boolean proportion() {
        return metric.map(Metric::proportion).orElse(false);
    }

    static Better better(Optional<Metric> metric) {
        return metric.map(Metric::better).orElse(Better.HIGHER);
    }

    private static OptionalDouble error(Optional<Calibration> calibration, ToDoubleFunction<Calibration> share) {
        return calibration.map(known -> OptionalDouble.of(share.applyAsDouble(known))).orElse(OptionalDouble.empty());
    }

    private static Optional<String> tooFew(TaskScores scores) {
        int planned = scores.task().samples();
        int scored = scores.scored();
        if (scored == 0) {
            return Optional.of(Withheld.NOTHING_SCORED.because(Integer.toString(planned)));
        }
        return scores.coverage() >= scores.task().floor()
                ? Optional.empty()
                : Optional.of(Withheld.COVERAGE.because(Integer.toString(scored), Integer.toString(planned),
                        share(scores.coverage()), share(scores.task().floor())));
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
