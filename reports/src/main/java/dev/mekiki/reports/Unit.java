package dev.mekiki.reports;

import dev.mekiki.domain.Findings.MetricFinding;

/** What a number counts, which decides how it is written. */
enum Unit {
    SHARE, MILLISECONDS, TOKENS_PER_S, REQUESTS_PER_S, CHARACTERS_PER_S, BYTES, COUNT, PLAIN;

    /** By the end of the name, as contracts have it. */
    static Unit ofMeasure(String measure) {
        if (measure.endsWith("_ms")) {
            return MILLISECONDS;
        }
        if (measure.endsWith("tokens_per_s")) {
            return TOKENS_PER_S;
        }
        if (measure.endsWith("requests_per_s")) {
            return REQUESTS_PER_S;
        }
        if (measure.endsWith("characters_per_s")) {
            return CHARACTERS_PER_S;
        }
        if (measure.endsWith("_bytes")) {
            return BYTES;
        }
        return measure.equals("parameters") || measure.endsWith("tokens") || measure.equals("vocabulary")
                ? COUNT
                : PLAIN;
    }

    /** A suite's metric is a share, unless it says or shows otherwise (a judge's marks). */
    static Unit of(MetricFinding finding) {
        boolean inside = finding.value().stream().allMatch(Unit::share)
                && finding.interval().stream().allMatch(interval -> share(interval.low()) && share(interval.high()));
        boolean marks = finding.metric().endsWith("/judge") && !finding.kind().equals("proportion");
        return inside && !marks ? SHARE : PLAIN;
    }

    private static boolean share(double value) {
        return value >= 0 && value <= 1;
    }
}
