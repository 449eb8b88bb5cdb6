package dev.mekiki.analysis;

import static dev.mekiki.analysis.Journals.failedRequest;
import static dev.mekiki.analysis.Journals.finished;
import static dev.mekiki.analysis.Journals.inspected;
import static dev.mekiki.analysis.Journals.profile;
import static dev.mekiki.analysis.Journals.request;
import static dev.mekiki.analysis.Journals.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadClient;
import dev.mekiki.domain.LoadClient.Added;
import dev.mekiki.domain.LoadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoadAnalysisTest {
    private static Optional<LoadDone> done(double durationMs) {
        return Optional.of(new LoadDone("x", "interactive", durationMs, OptionalLong.of(1 << 20)));
    }

    private static LoadFinding load(List<LoadRequest> requests, double durationMs) {
        return LoadAnalysis.of(profile(requests.size()), requests, done(durationMs), Optional.empty());
    }

    /** Token 1 after 10 ms, then gaps of 2, 4 and 6 ms: TPOT 4, end-to-end 22; the next request waits longer. */
    @Test
    void measures_follow_from_a_known_schedule() {
        LoadFinding found = load(List.of(request(0, 0, 10, 12, 16, 22), request(1, 25, 20, 22, 26, 32)), 100);
        assertThat(found.ttftMs().mean()).hasValue(15);
        assertThat(found.tpotMs().mean()).hasValue(4);
        assertThat(found.tpotMs().n()).isEqualTo(2);
        assertThat(found.itlMs().n()).isEqualTo(6);
        assertThat(found.itlMs().mean()).hasValue(4);
        assertThat(found.itlMs().max()).hasValue(6);
        assertThat(found.e2eMs().mean()).hasValue(27);
        assertThat(found.e2eMs().max()).hasValue(32);
        assertThat(found.outputTokensPerS().orElseThrow()).isCloseTo(80, within(1e-9));
        assertThat(found.requestsPerS().orElseThrow()).isCloseTo(20, within(1e-9));
        assertThat(found.charactersPerS().orElseThrow()).isCloseTo(160, within(1e-9));
        assertThat(found.verdict()).isEqualTo("valid");
        assertThat(found.ttftMs().p50()).isEmpty();
        assertThat(found.ttftMs().unsupported()).hasSize(4);
    }

    /** Chunks of 1, 3 and 2 tokens: after the first chunk 5 tokens in 12 ms; gaps 6/3 thrice and 6/2 twice. */
    @Test
    void chunks_of_several_tokens_are_weighed_by_their_tokens() {
        var request = new LoadRequest(0, 0, 0, Optional.of(10.0), 23, 16, 6, 12, List.of(10.0, 16.0, 22.0),
                List.of(1, 3, 2), "stop", Optional.empty());
        LoadFinding found = load(List.of(request), 23);
        assertThat(found.tpotMs().mean()).hasValue(12 / 5.0);
        assertThat(found.itlMs().n()).isEqualTo(5);
        assertThat(found.itlMs().mean().orElseThrow()).isCloseTo((3 * 2 + 2 * 3) / 5.0, within(1e-12));
    }

    /** As llama-server writes the first byte of a character that max_tokens cuts: the seventh token has no chunk, and no time. */
    @Test
    void tokens_of_which_no_text_came_are_in_no_gap() {
        var request = new LoadRequest(0, 0, 0, Optional.of(10.0), 23, 16, 7, 12, List.of(10.0, 16.0, 22.0),
                List.of(1, 3, 2), "length", Optional.empty());
        LoadFinding found = load(List.of(request), 23);
        assertThat(found.tpotMs().mean()).hasValue(12 / 5.0);
        assertThat(found.itlMs().n()).isEqualTo(5);
        assertThat(found.detail().orElseThrow().figures()).containsEntry("itl_valid", 1.0);
    }

    @Test
    void failures_are_counted_and_degrade() {
        LoadFinding found = load(List.of(request(0, 0, 10, 12), failedRequest(1, 15)), 18);
        assertThat(found.requests()).isEqualTo(2);
        assertThat(found.failed()).isEqualTo(1);
        assertThat(found.verdict()).isEqualTo("degraded");
        assertThat(found.why()).containsExactly("1 of 2 requests failed");
        assertThat(found.ttftMs().n()).isEqualTo(1);
    }

    @Test
    void nothing_succeeded_is_invalid_and_has_no_rates() {
        LoadFinding found = load(List.of(failedRequest(0, 0)), 3);
        assertThat(found.verdict()).isEqualTo("invalid");
        assertThat(found.outputTokensPerS()).isEmpty();
        assertThat(found.ttftMs().mean()).isEmpty();
    }

    @Test
    void many_requests_support_percentiles_with_intervals() {
        List<LoadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            requests.add(request(i, 100 * i, 10 + i, 12 + i, 14 + i));
        }
        LoadFinding found = load(requests, 13_000);
        assertThat(found.ttftMs().p95()).hasValue(10 + 123);
        assertThat(found.ttftMs().p99()).isEmpty();
        // ranks 118 and 129, as scipy's binom.ppf has them
        assertThat(found.intervals()).containsEntry("ttft_ms/p95",
                new Findings.Interval(10 + 117, 10 + 128, 0.95, "order-statistics"));
        assertThat(found.intervals()).containsKeys("output_tokens_per_s", "ttft_ms/mean", "requests_per_s");
    }

    /** Twelve gaps of 4 ms: 5 % of the median is 0.2 ms. */
    @Test
    void the_clients_own_error_is_judged_however_it_was_found() {
        assertThat(why(new Added(1, 100, 0.01, 0.1, 9, Added.MEASURED))).isEmpty();
        assertThat(why(new Added(1, 100, 0.01, 0.1, 9, Added.INTERPOLATED))).isEmpty();
        assertThat(why(new Added(1, 100, 0.01, 0.3, 9, Added.INTERPOLATED))).singleElement().asString()
                .contains("(p99 0.30 ms)");
        assertThat(why(new Added(1, 100, 0.01, 0.1, 9, Added.BELOW))).singleElement().asString()
                .contains("at 1 streams and 100 chunks a second only");
    }

    /** Nine tokens in each of two reads, 90 ms apart: the median gap is 0, but 10 ms a token. */
    @Test
    void tokens_that_pile_up_do_not_hide_the_clients_error() {
        List<LoadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            double[] times = new double[19];
            java.util.Arrays.fill(times, 0, 10, 10);
            java.util.Arrays.fill(times, 10, 19, 100);
            requests.add(request(i, 200 * i, times));
        }
        assertThat(why(new Added(1, 100, 0.01, 0.6, 9, Added.MEASURED), requests)).singleElement().asString()
                .contains("(5.00 ms)");
    }

    private static List<String> why(Added added) {
        return why(added, List.of(request(0, 0, 10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 50, 54, 58)));
    }

    private static List<String> why(Added added, List<LoadRequest> requests) {
        LoadClient client = new LoadClient(Optional.of(added), 1, OptionalDouble.empty(), OptionalDouble.empty(),
                Optional.empty());
        return LoadAnalysis.of(profile(requests.size()), requests,
                Optional.of(new LoadDone("x", "interactive", 58, OptionalLong.empty(), OptionalInt.empty(),
                        Optional.of(client))),
                Optional.empty()).why();
    }

    @Test
    void a_profile_that_starts_over_forgets_what_came_before() {
        Analysis analysis = Journals.analyst().analyse(List.of(started(), inspected("x"),
                new JournalEvent.LoadStarted("x", profile(1)),
                new JournalEvent.LoadRequestDone("x", "interactive", failedRequest(0, 0)),
                new JournalEvent.LoadStarted("x", profile(1)),
                new JournalEvent.LoadRequestDone("x", "interactive", request(0, 0, 10, 12)),
                new LoadDone("x", "interactive", 12, OptionalLong.empty()), finished()).stream());
        LoadFinding found = analysis.findings().candidates().getFirst().load().getFirst();
        assertThat(found.failed()).isZero();
        assertThat(found.verdict()).isEqualTo("valid");
        assertThat(analysis.load()).containsOnlyKeys("x/interactive");
    }

    @Test
    void a_profile_that_broke_says_why() {
        Analysis analysis = Journals.analyst().analyse(List.of(started(), inspected("x"),
                new JournalEvent.LoadStarted("x", profile(1)),
                new JournalEvent.PartFailed("x", "load/interactive", "the engine hangs"), finished("x: load"))
                .stream());
        LoadFinding found = analysis.findings().candidates().getFirst().load().getFirst();
        assertThat(found.verdict()).isEqualTo("invalid");
        assertThat(found.why()).contains("the engine hangs");
        assertThat(analysis.findings().missing()).containsExactly("x: load");
    }

    /** scipy: stats.t.interval(0.95, 4, mean, sem) of these five values. */
    @Test
    void microbenchmarks_have_a_t_interval() {
        BenchFinding found = BenchAnalysis.of(new JournalEvent.BenchDone("x", "pp64", OptionalInt.of(2),
                List.of(101.2, 99.8, 100.5, 102.0, 98.9))).orElseThrow();
        assertThat(found.tokensPerS()).isCloseTo(100.48, within(1e-9));
        assertThat(found.interval().orElseThrow().low()).isCloseTo(98.98638607, within(1e-7));
        assertThat(found.interval().orElseThrow().high()).isCloseTo(101.97361393, within(1e-7));
        assertThat(BenchAnalysis.of(new JournalEvent.BenchDone("x", "pp64", OptionalInt.empty(), List.of()))).isEmpty();
    }
}
