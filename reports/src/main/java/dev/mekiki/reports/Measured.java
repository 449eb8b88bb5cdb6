package dev.mekiki.reports;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Distribution.Unsupported;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.LoadRepeats.Spread;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a candidate under a metric's name, as policies write it.
 *
 * @param value absent where it is withheld or not supported by enough values
 * @param n how many samples, requests or iterations it stands on
 * @param withheld why there is no value, in the findings' words
 * @param unsupported where it is a percentile that n can't support
 */
record Measured(OptionalDouble value, Optional<Interval> interval, int n, Unit unit, Better better,
        Optional<String> withheld, Optional<Unsupported> unsupported) {

    /** @return empty if this candidate was not measured so */
    static Optional<Measured> of(CandidateFindings candidate, String metric) {
        Optional<Measured> found = candidate.metric(metric).map(Measured::of);
        if (found.isPresent()) {
            return found;
        }
        List<String> parts = List.of(metric.split("/", -1));
        return switch (parts.getFirst()) {
            case "load" -> parts.size() < 3
                    ? Optional.empty()
                    : ofRepeats(candidate, parts).or(() -> candidate.load().stream()
                            .filter(load -> load.planned().equals(parts.get(1))).findFirst()
                            .flatMap(load -> ofLoad(load, parts.get(2), parts.size() > 3 ? parts.get(3) : "mean")));
            case "bench" -> parts.size() < 3
                    ? Optional.empty()
                    : candidate.bench().stream().filter(bench -> bench.name().equals(parts.get(1))).findFirst()
                            .map(Measured::of);
            case "dossier" -> parts.size() < 2 ? Optional.empty() : ofDossier(candidate, parts.get(1));
            default -> Optional.empty();
        };
    }

    static Measured of(MetricFinding finding) {
        return new Measured(finding.value(), finding.interval(), finding.scored(), Unit.of(finding), finding.better(),
                finding.withheld(), Optional.empty());
    }

    static Measured of(BenchFinding bench) {
        return new Measured(OptionalDouble.of(bench.tokensPerS()), bench.interval(), bench.samples(), Unit.TOKENS_PER_S,
                Better.HIGHER, Optional.empty(), Optional.empty());
    }

    static Measured of(Distribution distribution, String statistic) {
        OptionalDouble value = switch (statistic) {
            case "p50" -> distribution.p50();
            case "p90" -> distribution.p90();
            case "p95" -> distribution.p95();
            case "p99" -> distribution.p99();
            case "max" -> distribution.max();
            default -> distribution.mean();
        };
        Optional<Unsupported> unsupported = distribution.unsupported().stream()
                .filter(entry -> entry.percentile().equals(statistic)).findFirst();
        return new Measured(value, Optional.empty(), distribution.n(), Unit.MILLISECONDS, Better.LOWER,
                Optional.empty(), value.isPresent() ? Optional.empty() : unsupported);
    }

    private static Optional<Measured> ofRepeats(CandidateFindings candidate, List<String> parts) {
        String measure = parts.get(2);
        boolean latency = measure.endsWith("_ms");
        return candidate.repeats(parts.get(1)).flatMap(repeats -> repeats
                .measure(latency && parts.size() == 3
                        ? measure + "/mean"
                        : String.join("/", parts.subList(2, parts.size())))
                .map(spread -> of(spread, measure)));
    }

    /** The mean of repeats; of a process's memory, the most. */
    static Measured of(Spread spread, String measure) {
        return measure.equals("peak_process_bytes")
                ? fact(spread.most(), Unit.BYTES, Better.LOWER)
                : new Measured(OptionalDouble.of(spread.mean()), spread.interval(), spread.n(),
                        measure.endsWith("_ms") ? Unit.MILLISECONDS : Unit.ofMeasure(measure),
                        measure.endsWith("_ms") ? Better.LOWER : Better.HIGHER, Optional.empty(), Optional.empty());
    }

    private static Optional<Measured> ofLoad(LoadFinding load, String measure, String statistic) {
        return switch (measure) {
            case "ttft_ms" -> Optional.of(of(load.ttftMs(), statistic));
            case "tpot_ms" -> Optional.of(of(load.tpotMs(), statistic));
            case "itl_ms" -> Optional.of(of(load.itlMs(), statistic));
            case "e2e_ms" -> Optional.of(of(load.e2eMs(), statistic));
            case "output_tokens_per_s" -> rate(load.outputTokensPerS(), load, measure);
            case "requests_per_s" -> rate(load.requestsPerS(), load, measure);
            case "characters_per_s" -> rate(load.charactersPerS(), load, measure);
            case "peak_process_bytes" -> load.peakProcessBytes().isEmpty()
                    ? Optional.empty()
                    : Optional.of(fact((double) load.peakProcessBytes().getAsLong(), Unit.BYTES, Better.LOWER));
            default -> Optional.empty();
        };
    }

    private static Optional<Measured> rate(OptionalDouble value, LoadFinding load, String measure) {
        return Optional.of(new Measured(value, Optional.empty(), load.requests() - load.failed(),
                Unit.ofMeasure(measure), Better.HIGHER, Optional.empty(), Optional.empty()));
    }

    private static Optional<Measured> ofDossier(CandidateFindings candidate, String field) {
        return candidate.dossier().flatMap(dossier -> switch (field) {
            case "parameters" -> dossier.parameters().stream().boxed().findFirst().map(Long::doubleValue);
            case "weights_bytes" -> dossier.weightsBytes().stream().boxed().findFirst().map(Long::doubleValue);
            case "context_tokens" -> dossier.contextTokens().stream().boxed().findFirst().map(Integer::doubleValue);
            case "vocabulary" -> dossier.vocabulary().stream().boxed().findFirst().map(Integer::doubleValue);
            default -> Optional.<Double>empty();
        }).map(value -> fact(value, Unit.ofMeasure(field), field.equals("context_tokens")
                ? Better.HIGHER
                : Better.LOWER));
    }

    private static Measured fact(double value, Unit unit, Better better) {
        return new Measured(OptionalDouble.of(value), Optional.empty(), 1, unit, better, Optional.empty(),
                Optional.empty());
    }
}
