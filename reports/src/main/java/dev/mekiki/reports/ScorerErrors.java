package dev.mekiki.reports;

import dev.mekiki.domain.Calibration;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Corrected;
import dev.mekiki.domain.Findings.MetricFinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often a metric that judges texts is wrong itself, and what its values are without that. */
final class ScorerErrors {
    private ScorerErrors() {}

    /** Once for each scorer, whatever it was used for. */
    static List<String> known(Edition edition, Collection<String> names) {
        return names.stream().flatMap(name -> edition.candidates().stream()
                .flatMap(candidate -> candidate.metric(name).stream())
                .filter(metric -> metric.errorFalsePositive().isPresent() && metric.errorFalseNegative().isPresent())
                .limit(1).flatMap(metric -> Stream.concat(Stream.of(error(edition, metric)),
                        metric.calibration().stream().map(known -> agreement(edition, metric, known)))))
                .distinct().toList();
    }

    private static String error(Edition edition, MetricFinding metric) {
        return edition.say("toxicity.error", edition.labels().shortMetric(metric.metric()),
                edition.figures().percent(metric.errorFalsePositive().orElseThrow()),
                edition.figures().percent(metric.errorFalseNegative().orElseThrow()));
    }

    private static String agreement(Edition edition, MetricFinding metric, Calibration known) {
        return edition.say("toxicity.figures", edition.labels().shortMetric(metric.metric()),
                Stream.of("precision", "recall", "auc", "kappa").filter(name -> known.figures().containsKey(name))
                        .map(name -> figure(edition, name, Objects.requireNonNull(known.figures().get(name))))
                        .collect(Collectors.joining(edition.say("list.comma"))),
                known.measuredOn());
    }

    private static String figure(Edition edition, String name, Calibration.Figure figure) {
        return edition.say("toxicity.figure", edition.say("figure." + name), decimals(figure.value()),
                decimals(figure.low()), decimals(figure.high()));
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static List<String> corrections(Edition edition, Collection<String> names) {
        List<String> corrections = new ArrayList<>();
        for (String name : names) {
            for (CandidateFindings candidate : edition.measured()) {
                candidate.metric(name).filter(finding -> !finding.kind().equals("aggregate"))
                        .flatMap(MetricFinding::corrected)
                        .ifPresent(corrected -> corrections.add(correction(edition, name, candidate, corrected)));
            }
        }
        return corrections.stream().distinct().toList();
    }

    private static String correction(Edition edition, String name, CandidateFindings candidate, Corrected corrected) {
        String label = edition.labels().metric(name);
        return corrected.value().isPresent()
                ? edition.say("toxicity.corrected", Visible.of(candidate.name()), label,
                        edition.figures().percent(corrected.value().getAsDouble()),
                        corrected.interval().map(interval -> edition.figures().interval(interval, Unit.SHARE))
                                .orElse("–"))
                : edition.say("toxicity.uncorrected", label,
                        corrected.withheld().map(edition.texts()::translated).orElse("–"));
    }
}
