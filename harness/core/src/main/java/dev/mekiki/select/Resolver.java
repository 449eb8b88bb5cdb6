package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.ScoreRange;
import dev.mekiki.select.Measure.Kind;
import dev.mekiki.select.Measure.Known;
import dev.mekiki.select.Measure.Missing;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Finds what a metric's name stands for. */
final class Resolver {
    private static final Distribution NOTHING = new Distribution(0, OptionalDouble.empty(), OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), List.of());

    private Resolver() {}

    static Measure resolve(CandidateFindings candidate, String path) {
        MetricPath parsed = MetricPath.of(path);
        return switch (parsed) {
            case MetricPath.Score score -> score(candidate, score.path());
            case MetricPath.Latency latency -> RepeatedLoad
                    .measure(candidate, latency.profile(), latency.measure() + "/" + latency.statistic(),
                            latency.better(), path)
                    .orElseGet(() -> profile(candidate, latency.profile(), path, load -> latency(load, latency, path)));
            case MetricPath.Load measure -> RepeatedLoad
                    .measure(candidate, measure.profile(), measure.measure(), measure.better(), path)
                    .orElseGet(() -> profile(candidate, measure.profile(), path, load -> measure(load, measure, path)));
            case MetricPath.Bench bench -> candidate.bench()
                    .stream()
                    .filter(each -> each.name().equals(bench.name()))
                    .findFirst()
                    .map(Resolver::bench)
                    .orElseGet(() -> Missing.because("missing.not-measured", path));
            case MetricPath.Fact fact -> fact(candidate, fact.field(), path);
            case MetricPath.Malformed malformed -> Missing.because("missing.malformed", path, malformed.expected());
        };
    }

    private static Measure score(CandidateFindings candidate, String path) {
        Optional<MetricFinding> found = candidate.metric(path);
        if (found.isEmpty()) {
            return Missing.because("missing.not-measured", path);
        }
        MetricFinding metric = found.get();
        if (metric.value().isEmpty()) {
            return Missing.because("missing.withheld", path, metric.withheld().orElse("no value"));
        }
        boolean wilson = metric.kind().equals("proportion")
                && metric.interval().map(interval -> interval.method().equals("wilson")).orElse(false);
        return new Known(metric.value().getAsDouble(), metric.interval(), Optional.of(metric.better()),
                OptionalInt.of(metric.scored()), wilson ? Kind.PROPORTION : Kind.SCORE,
                metric.range().orElse(ScoreRange.UNIT));
    }

    private static Measure profile(CandidateFindings candidate, String profile, String path,
            java.util.function.Function<LoadFinding, Measure> then) {
        Optional<LoadFinding> found = candidate.load()
                .stream()
                .filter(load -> load.planned().equals(profile))
                // of repeats without this measure, one that can say why
                .min(Comparator.comparing(load -> load.verdict().equals("invalid")));
        if (found.isEmpty()) {
            return Missing.because("missing.not-measured", path);
        }
        return found.get().verdict().equals("invalid")
                ? Missing.because("missing.invalid-load", path, String.join("; ", found.get().why()))
                : then.apply(found.get());
    }

    private static Measure latency(LoadFinding load, MetricPath.Latency path, String name) {
        Distribution distribution = switch (path.measure()) {
            case "ttft_ms" -> load.ttftMs();
            case "tpot_ms" -> load.tpotMs();
            case "itl_ms" -> load.itlMs();
            case "e2e_ms" -> load.e2eMs();
            default -> load.detail().map(detail -> detail.latencies().get(path.measure())).orElse(NOTHING);
        };
        Optional<Known> known = statistic(load, distribution, path.measure(), path.statistic());
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Distribution.Unsupported> unsupported = distribution.unsupported()
                .stream()
                .filter(each -> each.percentile().equals(path.statistic()))
                .findFirst();
        if (unsupported.isEmpty() || distribution.n() == 0) {
            return Missing.because("missing.not-measured", name);
        }
        Optional<Known> least = List.of("p95", "p90", "p50")
                .stream()
                .filter(lower -> lower.compareTo(path.statistic()) < 0)
                .map(lower -> statistic(load, distribution, path.measure(), lower))
                .flatMap(Optional::stream)
                .findFirst();
        return new Missing(ReasonText.of("missing.percentile", name, Integer.toString(unsupported.get().needed()),
                Integer.toString(distribution.n())), least);
    }

    private static Optional<Known> statistic(LoadFinding load, Distribution distribution, String measure,
            String statistic) {
        OptionalDouble value = switch (statistic) {
            case "p50" -> distribution.p50();
            case "p90" -> distribution.p90();
            case "p95" -> distribution.p95();
            case "p99" -> distribution.p99();
            case "mean" -> distribution.mean();
            default -> distribution.max();
        };
        Kind kind = statistic.equals("max") ? Kind.FACT : Kind.MEASURED;
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Known(value.getAsDouble(),
                        Optional.ofNullable(load.intervals().get(measure + "/" + statistic)),
                        Optional.of(Better.LOWER), OptionalInt.of(distribution.n()), kind));
    }

    private static Measure measure(LoadFinding load, MetricPath.Load path, String name) {
        Optional<Better> better = path.better();
        OptionalDouble value = switch (path.measure()) {
            case "output_tokens_per_s" -> load.outputTokensPerS();
            case "requests_per_s" -> load.requestsPerS();
            case "characters_per_s" -> load.charactersPerS();
            case "failed" -> OptionalDouble.of(load.failed());
            case "peak_process_bytes" -> load.peakProcessBytes().isPresent()
                    ? OptionalDouble.of((double) load.peakProcessBytes().getAsLong())
                    : OptionalDouble.empty();
            default -> load.detail().map(detail -> detail.figures().get(path.measure())).map(OptionalDouble::of)
                    .orElse(OptionalDouble.empty());
        };
        if (value.isEmpty()) {
            return Missing.because("missing.not-measured", name);
        }
        boolean fact = path.measure().equals("failed") || path.measure().equals("peak_process_bytes");
        return fact
                ? Known.fact(value.getAsDouble(), better)
                : new Known(value.getAsDouble(), Optional.ofNullable(load.intervals().get(path.measure())), better,
                        OptionalInt.of(load.requests() - load.failed()), Kind.MEASURED);
    }

    private static Measure bench(BenchFinding bench) {
        return new Known(bench.tokensPerS(), bench.interval(), Optional.of(Better.HIGHER),
                OptionalInt.of(bench.samples()), Kind.MEASURED);
    }

    private static Measure fact(CandidateFindings candidate, String field, String path) {
        OptionalDouble value = switch (field) {
            case "tokens_per_character" -> candidate.tokensPerCharacter();
            case "load_ms" -> candidate.loadMs();
            case "model_bytes" -> candidate.modelBytes().isPresent()
                    ? OptionalDouble.of((double) candidate.modelBytes().getAsLong())
                    : OptionalDouble.empty();
            default -> candidate.dossier()
                    .map(dossier -> facts(dossier).getOrDefault(field, OptionalDouble.empty()))
                    .orElse(OptionalDouble.empty());
        };
        return value.isEmpty()
                ? Missing.because("missing.not-measured", path)
                : Known.fact(value.getAsDouble(), MetricPath.FACTS.getOrDefault(field, Optional.empty()));
    }

    private static Map<String, OptionalDouble> facts(Dossier dossier) {
        return Map.of("parameters", dossier.parameters().stream().mapToDouble(count -> count).findFirst(),
                "weights_bytes", dossier.weightsBytes().stream().mapToDouble(bytes -> bytes).findFirst(),
                "context_tokens", dossier.contextTokens().stream().mapToDouble(tokens -> tokens).findFirst(),
                "vocabulary", dossier.vocabulary().stream().mapToDouble(tokens -> tokens).findFirst());
    }
}
