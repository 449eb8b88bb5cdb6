package dev.mekiki.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.LoadProfile.Repeat;
import dev.mekiki.domain.LoadRepeats;
import dev.mekiki.domain.LoadRepeats.Spread;
import dev.mekiki.select.Measure.Known;
import dev.mekiki.select.Measure.Missing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RepeatedLoadTest {
    private static final Interval T = new Interval(80, 120, 0.95, "t");

    private static CandidateFindings candidate(String verdict) {
        List<LoadFinding> runs = List.of(run(1, 90), run(2, 100), run(3, 110));
        CandidateFindings bare = Cases.candidate("hinoki", Verdict.ALLOWED, runs);
        LoadRepeats repeats = new LoadRepeats("interactive", 3,
                List.of("interactive@1", "interactive@2", "interactive@3"),
                new TreeMap<>(Map.of("ttft_ms/p50",
                        new Spread(3, 100, OptionalDouble.of(8), 90, 110, Optional.of(T)), "failed",
                        new Spread(3, 2, OptionalDouble.of(1), 1, 3, Optional.empty()))),
                verdict, verdict.equals("valid") ? List.of() : List.of("repeat 1: no request succeeded"));
        return new CandidateFindings(bare.name(), bare.engine(), bare.candidate(), bare.refused(), bare.dossier(),
                bare.license(), bare.runtime(), bare.loadMs(), bare.modelBytes(), bare.tokensPerCharacter(),
                bare.conformance(), bare.outcomes(), bare.metrics(), runs, bare.bench(), bare.tasks(), bare.machine(),
                List.of(repeats));
    }

    private static LoadFinding run(int number, double p50) {
        LoadFinding one = Cases.load(10, p50, 200);
        return new LoadFinding("interactive@" + number, one.concurrency(), one.requests(), one.failed(), one.ttftMs(),
                one.tpotMs(), one.itlMs(), one.e2eMs(), one.outputTokensPerS(), one.requestsPerS(),
                one.charactersPerS(), one.peakProcessBytes(), one.verdict(), one.why(), one.intervals(), one.detail(),
                Optional.of(new Repeat("interactive", number, 3)));
    }

    @Test
    void a_policys_name_stands_for_the_mean_of_the_repeats() {
        Known known = (Known) Resolver.resolve(candidate("valid"), "load/interactive/ttft_ms/p50");
        assertThat(known.value()).isEqualTo(100);
        assertThat(known.interval()).contains(T);
        assertThat(known.n()).isEqualTo(OptionalInt.of(3));
        assertThat(((Known) Resolver.resolve(candidate("valid"), "load/interactive/failed")).value()).isEqualTo(6);
        assertThat(KnownMetrics.of(candidate("valid"))).contains("load/interactive/ttft_ms/p50")
                .noneMatch(name -> name.contains("@"));
    }

    @Test
    void what_no_repeat_has_is_missing_for_the_reason_that_one_gives() {
        assertThat(Resolver.resolve(candidate("valid"), "load/interactive/ttft_ms/p95")).isInstanceOf(Missing.class);
        assertThat(Resolver.resolve(candidate("invalid"), "load/interactive/ttft_ms/p50")).isInstanceOf(Missing.class);
    }
}
