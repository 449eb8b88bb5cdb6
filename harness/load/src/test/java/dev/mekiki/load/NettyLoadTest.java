package dev.mekiki.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.analysis.LoadAnalysis;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadRequest.Result;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockScript.Answer;
import dev.mekiki.load.mock.MockServer;
import dev.mekiki.port.LoadGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Over real sockets: counts are exact, times only never shorter than the script's. */
class NettyLoadTest {
    private static final NettyLoad LOAD = new NettyLoad((_, _) -> Optional.empty());

    private static LoadGenerator.Result run(MockServer server, int concurrency, int requests, int output,
            LoadShape shape) {
        return LOAD.run(Ask.order(server.url(), Ask.profile(concurrency, requests, output, shape)), _ -> true);
    }

    @Test
    void a_closed_loop_of_eight_users() throws Exception {
        Answer answer = Answer.PLAIN.paced(Duration.ofMillis(30), Duration.ofMillis(2));
        try (MockServer server = MockServer.start(MockScript.of(answer), 0)) {
            List<LoadRequest> requests = run(server, 8, 40, 20, LoadShape.PLAIN).requests();
            assertThat(requests).hasSize(40).extracting(LoadRequest::index).doesNotHaveDuplicates();
            assertThat(requests).allSatisfy(request -> {
                assertThat(request.error()).isEmpty();
                assertThat(request.outputTokens()).isEqualTo(20);
                assertThat(request.chunkTokens()).hasSize(20).containsOnly(1);
                assertThat(request.characters()).isEqualTo(20);
                assertThat(request.inputTokens()).isEqualTo(15);
                assertThat(request.firstTokenMs().orElseThrow() - request.sentMs()).isGreaterThanOrEqualTo(29.9);
                assertThat(request.endMs() - request.sentMs()).isGreaterThanOrEqualTo(67.5);
                assertThat(request.finish()).isEqualTo("length");
            });
        }
    }

    @Test
    void a_tokenizer_counts_the_answers_text_where_the_server_counts_nothing() throws Exception {
        Answer plain = Answer.PLAIN;
        Answer silent = new Answer(1, plain.firstToken(), plain.roleAfter(), plain.interval(), plain.tokens(), 1, 0,
                plain.reasoningAs(), "「\n」", 0, Duration.ZERO, MockScript.Usage.NONE, 0, false, 200, Optional.empty(),
                Optional.empty(), 0);
        try (MockServer server = MockServer.start(MockScript.of(silent), 0)) {
            assertThat(LOAD.run(Ask.counted(server.url(), Ask.profile(1, 2, 6, LoadShape.PLAIN),
                    text -> 1000 + text.length()), _ -> true).requests())
                    .hasSize(2).extracting(LoadRequest::outputTokens).containsOnly(1006);
        }
    }

    @Test
    void the_servers_count_is_set_beside_the_tokenizers() throws Exception {
        LoadProfile profile = Ask.profile(1, 2, 8, LoadShape.PLAIN);
        try (MockServer server = MockServer.start(MockScript.of(Answer.PLAIN), 0)) {
            LoadGenerator.Result result = LOAD.run(
                    Ask.counted(server.url(), profile, text -> text.length() - 2), _ -> true);
            assertThat(result.requests()).extracting(LoadRequest::outputTokens).containsOnly(8);
            LoadFinding found = LoadAnalysis.of(profile, result.requests(), Optional.empty(), Optional.empty());
            assertThat(found.detail().orElseThrow().figures()).containsEntry("usage_diff", 0.25)
                    .containsEntry("tokens_per_chunk_p99", 1.0);
        }
    }

    @Test
    void the_measured_part_begins_after_the_warm_up_and_ends_before_the_clients_error_is_looked_for() throws Exception {
        List<String> order = new ArrayList<>();
        NettyLoad load = new NettyLoad((_, _) -> {
            order.add("client");
            return Optional.empty();
        });
        LoadProfile profile = new LoadProfile("test", 1, 6, 2, new LoadProfile.Input.Tokens(8, 0), 4, Optional.empty());
        Answer slow = Answer.PLAIN.paced(Duration.ofMillis(60), Duration.ZERO);
        try (MockServer server = MockServer.start(MockScript.of(slow), 0)) {
            List<LoadRequest> requests = load.run(Ask.order(server.url(), profile), new LoadGenerator.Watch() {
                private int done;

                @Override
                public boolean see(LoadGenerator.Seen seen) {
                    done = seen.done();
                    return true;
                }

                @Override
                public void began() {
                    order.add("began after " + done);
                }

                @Override
                public void ended() {
                    order.add("ended");
                }
            }).requests();
            assertThat(requests).hasSize(4);
            assertThat(order).containsExactly("began after 2", "ended", "client");
        }
    }

    @Test
    void an_open_loop_sends_when_it_should() throws Exception {
        try (MockServer server = MockServer.start(MockScript.of(Answer.PLAIN), 0)) {
            LoadGenerator.Result result = run(server, 100, 200, 4,
                    Ask.open(new LoadShape.Arrivals.Constant(1000)));
            assertThat(result.requests()).hasSize(200).allSatisfy(request -> {
                assertThat(request.error()).isEmpty();
                assertThat(request.sentMs()).isGreaterThanOrEqualTo(request.intendedSendMs());
            });
            assertThat(result.requests().getLast().intendedSendMs() - result.requests().getFirst().intendedSendMs())
                    .isBetween(198.99, 199.01);
            assertThat(result.client().sentLate()).isPresent();
        }
    }

    @Test
    void conversations_go_on_with_what_was_said() throws Exception {
        try (MockServer server = MockServer.start(MockScript.of(Answer.PLAIN), 0)) {
            LoadShape shape = new LoadShape(Optional.empty(), java.util.OptionalDouble.empty(), 0, 0, false, 3,
                    Optional.empty(), Optional.empty());
            List<LoadRequest> requests = run(server, 2, 4, 5, shape).requests();
            assertThat(requests).hasSize(12);
            // 15 characters a turn, and 5 of each answer before
            assertThat(requests).extracting(LoadRequest::inputTokens).startsWith(15, 35, 55);
        }
    }

    @Test
    void a_time_ends_the_run_and_prompts_do_not_repeat() throws Exception {
        Answer answer = Answer.PLAIN.paced(Duration.ofMillis(20), Duration.ZERO);
        try (MockServer server = MockServer.start(MockScript.of(answer), 0)) {
            LoadShape shape = new LoadShape(Optional.empty(), java.util.OptionalDouble.of(250), 0, 0, false, 1,
                    Optional.empty(), Optional.empty());
            LoadGenerator.Result result = run(server, 4, 2, 3, shape);
            assertThat(result.requests()).hasSizeGreaterThan(4);
            assertThat(result.pending()).isPresent();
            assertThat(result.requests()).allSatisfy(request -> assertThat(request.sentMs()).isLessThan(260));
        }
    }

    private static LoadShape rising(Optional<LoadShape.Arrivals> arrivals, double rampMs) {
        return new LoadShape(arrivals, OptionalDouble.empty(), 0, 0, false, 1, Optional.empty(), Optional.empty(),
                OptionalDouble.of(rampMs));
    }

    /** Four users over 400 ms: one every 100 ms. */
    @Test
    void users_begin_one_after_the_other_and_are_measured_when_all_are_there() throws Exception {
        Answer answer = Answer.PLAIN.paced(Duration.ofMillis(20), Duration.ZERO);
        try (MockServer server = MockServer.start(MockScript.of(answer), 0)) {
            LoadProfile profile = Ask.profile(4, 40, 3, rising(Optional.empty(), 400));
            LoadGenerator.Result result = LOAD.run(Ask.order(server.url(), profile), _ -> true);
            assertThat(result.requests()).extracting(LoadRequest::index).doesNotHaveDuplicates();
            List<LoadRequest> rising = result.requests().stream().filter(LoadRequest::ramp).toList();
            assertThat(result.requests().stream().filter(request -> !request.ramp())).hasSize(40)
                    .allSatisfy(request -> assertThat(request.sentMs()).isGreaterThanOrEqualTo(400));
            assertThat(rising).hasSizeBetween(4, 60)
                    .allSatisfy(request -> assertThat(request.intendedSendMs()).isLessThan(400));
            for (int user = 1; user < 4; user++) {
                double next = 100 * user;
                assertThat(result.requests().stream().mapToDouble(LoadRequest::intendedSendMs)
                        .filter(at -> Math.abs(at - next) < 1e-3)).as("user " + user).hasSize(1);
                long before = rising.stream().filter(request -> request.sentMs() < next && request.endMs() >= next)
                        .count();
                assertThat(before).as("under way before user " + user).isLessThanOrEqualTo(user);
            }
            LoadFinding found = LoadAnalysis.of(profile, result.requests(),
                    Optional.of(new LoadDone("x", "test", 1, OptionalLong.empty())), result.trouble());
            assertThat(found.requests()).isEqualTo(40);
            assertThat(found.ttftMs().n()).isEqualTo(40);
            assertThat(found.detail().orElseThrow().figures()).containsEntry("ramp_s", 0.4)
                    .containsEntry("ramp_requests", (double) rising.size())
                    .hasEntrySatisfying("steady_from_s", from -> assertThat(from).isGreaterThanOrEqualTo(0.39));
        }
    }

    /** 200 a second over half a second: 50 on the way up, then 60 that count. */
    @Test
    void a_rate_rises_in_a_straight_line() throws Exception {
        try (MockServer server = MockServer.start(MockScript.of(Answer.PLAIN), 0)) {
            List<LoadRequest> requests = run(server, 100, 60, 2,
                    rising(Optional.of(new LoadShape.Arrivals.Constant(200)), 500)).requests();
            assertThat(requests.stream().filter(LoadRequest::ramp)).hasSize(50);
            assertThat(requests.stream().filter(request -> !request.ramp())).hasSize(60)
                    .allSatisfy(request -> assertThat(request.intendedSendMs()).isGreaterThanOrEqualTo(499.9));
            // a quarter of them in the first half
            assertThat(requests.stream().filter(request -> request.intendedSendMs() < 250)).hasSizeBetween(12, 14);
        }
    }

    @Test
    void some_requests_are_given_up_on_purpose() throws Exception {
        Answer answer = Answer.PLAIN.paced(Duration.ofMillis(5), Duration.ofMillis(5));
        try (MockServer server = MockServer.start(MockScript.of(answer), 0)) {
            LoadShape shape = new LoadShape(Optional.empty(), java.util.OptionalDouble.empty(), 0, 0, false, 1,
                    Optional.of(new LoadShape.Cancel(0.5, 20)), Optional.empty());
            List<LoadRequest> requests = run(server, 10, 20, 20, shape).requests();
            assertThat(requests).extracting(request -> request.wire().orElseThrow().result())
                    .contains(Result.OK, Result.CANCELLED).containsOnly(Result.OK, Result.CANCELLED);
        }
    }
}
