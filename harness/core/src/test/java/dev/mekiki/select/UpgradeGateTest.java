package dev.mekiki.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UpgradeEvidence;
import dev.mekiki.domain.UpgradeEvidence.Flips;
import dev.mekiki.domain.UpgradeEvidence.Margin;
import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.domain.UpgradePolicy.Place;
import dev.mekiki.domain.UpgradePolicy.Rule;
import dev.mekiki.domain.UpgradeVerdict.RuleResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeGateTest {
    private static final Place PLACE = new Place("gates[0]", 3);

    private static RuleResult judge(Rule rule, CandidateFindings before, CandidateFindings after,
            Map<String, Margin> margins, Map<String, Flips> flips) {
        return UpgradeGate.judge(new UpgradePolicy("policy.yaml", List.of(rule)),
                new UpgradeEvidence(before, after, margins, flips, List.of())).rules().getFirst();
    }

    private static CandidateFindings candidate(Verdict verdict, double tokensPerS, double p50) {
        return Cases.candidate("model", verdict, List.of(Cases.load(tokensPerS, p50, 3 * p50)));
    }

    private static RuleResult ratio(double before, double after, OptionalDouble atMost, OptionalDouble atLeast) {
        return judge(new Rule.Ratio(PLACE, atMost.isPresent()
                ? "load/interactive/ttft_ms/p50"
                : "load/interactive/output_tokens_per_s", atMost, atLeast, OptionalDouble.of(0.95)),
                candidate(Verdict.ALLOWED, before, before), candidate(Verdict.ALLOWED, after, after), Map.of(),
                Map.of());
    }

    @ParameterizedTest
    @CsvSource({"100, 100, PASSED", "100, 115, UNDECIDED", "100, 150, FAILED", "100, 50, PASSED"})
    void a_latency_may_grow_within_its_limit_as_far_as_both_intervals_tell(double before, double after, State state) {
        RuleResult result = ratio(before, after, OptionalDouble.of(1.2), OptionalDouble.empty());
        assertThat(result.state()).isEqualTo(state);
        // both p50 are ± 10 % at 95 %, so ± 8.39 % at the one-sided 95 %: exp(√(ln 1.083924² + ln 0.916076⁻²))
        assertThat(result.numbers().interval().orElseThrow().high())
                .isCloseTo(after / before * 1.1266, within(2e-4 * after / before));
        assertThat(result.numbers().needed().isPresent()).isEqualTo(state == State.UNDECIDED);
    }

    @ParameterizedTest
    @CsvSource({"100, 100, PASSED", "100, 90, UNDECIDED", "100, 70, FAILED"})
    void throughput_may_fall_within_its_limit(double before, double after, State state) {
        assertThat(ratio(before, after, OptionalDouble.empty(), OptionalDouble.of(0.9)).state()).isEqualTo(state);
    }

    @Test
    void facts_have_no_spread_and_what_was_not_measured_leaves_a_rule_open() {
        Rule memory = new Rule.Ratio(PLACE, "load/interactive/peak_process_bytes", OptionalDouble.of(1.1),
                OptionalDouble.empty(), OptionalDouble.empty());
        CandidateFindings one = candidate(Verdict.ALLOWED, 100, 100);
        assertThat(judge(memory, one, one, Map.of(), Map.of()).state()).isEqualTo(State.PASSED);
        assertThat(judge(memory, one, Cases.candidate("model", Verdict.ALLOWED, List.of()), Map.of(), Map.of())
                .state()).isEqualTo(State.UNDECIDED);
    }

    @ParameterizedTest
    @CsvSource({"ALLOWED, ALLOWED, PASSED", "ALLOWED, CONDITIONAL, FAILED", "REVIEW, CONDITIONAL, PASSED",
            "CONDITIONAL, UNKNOWN, FAILED", "UNKNOWN, ALLOWED, PASSED"})
    void a_license_verdict_may_not_get_worse(Verdict before, Verdict after, State state) {
        assertThat(judge(new Rule.LicenseNotWorse(PLACE), candidate(before, 1, 1), candidate(after, 1, 1), Map.of(),
                Map.of()).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, PASSED", "1, 0, 0, FAILED", "1, 0, 1, PASSED", "0, 2, 0, UNDECIDED", "0, 2, 2, PASSED",
            "1, 9, 0, FAILED"})
    void what_could_not_be_scored_is_not_taken_for_passed(int lost, int unchecked, int most, State state) {
        Flips flips = new Flips.Counted(100, Collections.nCopies(lost, "suite/task/metric 7"), 3, unchecked);
        CandidateFindings one = candidate(Verdict.ALLOWED, 1, 1);
        assertThat(judge(new Rule.Flips(PLACE, "suite/task/metric", most), one, one, Map.of(),
                Map.of("gates[0]", flips)).state()).isEqualTo(state);
    }

    @Test
    void p_decides_and_every_sentence_is_there_in_both_languages() {
        CandidateFindings one = candidate(Verdict.ALLOWED, 1, 1);
        Rule rule = new Rule.NonInferior(PLACE, "suite/task/metric", 0.05, 0.95, false, 0.1);
        for (double[] p : new double[][]{{0.01, 0.99, 0.01}, {0.99, 0.01, 0.99}, {0.5, 0.5, 0.5}, {0.08, 0.92, 0.04}}) {
            Margin margin = new Margin.Paired(100, 0.5, 0.45, -0.05, Better.HIGHER,
                    Optional.of(new Interval(-0.1, 0, 0.9, "tango")), OptionalDouble.of(p[0]), OptionalDouble.of(p[1]),
                    OptionalDouble.of(p[2]), OptionalLong.of(400));
            RuleResult result = judge(rule, one, one, Map.of("gates[0]", margin), Map.of());
            assertThat(result.state()).isEqualTo(p[0] < 0.05
                    ? State.PASSED
                    : p[1] < 0.05
                            ? State.FAILED
                            : State.UNDECIDED);
            assertThat(ReasonText.in(Locale.JAPANESE, result.reason())).contains("0.05").doesNotContain("{");
            assertThat(ReasonText.in(Locale.ENGLISH, result.reason())).contains("0.05").doesNotContain("{");
        }
    }
}
