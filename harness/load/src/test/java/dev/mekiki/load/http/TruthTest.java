package dev.mekiki.load.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.analysis.LoadAnalysis;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.domain.LoadShape.Arrivals;
import dev.mekiki.domain.LoadShape.Slo;
import dev.mekiki.load.mock.MockRequest;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.Play;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts whose measures can be worked out by hand, played through the whole client, from bytes to findings, under a clock that the test sets: no socket and
 * no processor has a part in it, so each measure must come out exactly. The letters are those of the list of pitfalls that these scripts set.
 */
class TruthTest {
    private static final long MS = 1_000_000;
    @TempDir
    private Path folder;
    private MockScript script = MockScript.of(MockScript.Answer.PLAIN);
    private final List<LoadRequest> requests = new ArrayList<>();
    private long clock;

    @BeforeEach
    void clear() {
        requests.clear();
    }

    private void script(String answers) throws Exception {
        script = MockScriptFile
                .read(Files.writeString(folder.resolve("mock.yaml"), "mock: mekiki/1\nanswers: " + answers + "\n"));
    }

    /** Plays the next answer; times in milliseconds. @return when it ended */
    private double play(double intended, double sent, double turn, int tokens) {
        int index = requests.size();
        Exchange exchange = new Exchange(index, index, 0, tokens, new byte[0], nanos(intended), false)
                .within(60_000 * MS, 0);
        List<Exchange> ended = new ArrayList<>();
        Connection connection = new Connection(new Connection.Owner() {
            @Override
            public boolean keeps() {
                return true;
            }

            @Override
            public void closes() {
                throw new IllegalStateException("not asked for here");
            }

            @Override
            public long nanos() {
                return clock;
            }

            @Override
            public ByteBuf request(ByteBufAllocator allocator, byte[] body) {
                return Unpooled.EMPTY_BUFFER;
            }

            @Override
            public void idle(Connection idle) {}

            @Override
            public void gone(Connection gone) {}

            @Override
            public void ended(Exchange over) {
                ended.add(over);
            }

            @Override
            public void again(Exchange again) {
                throw new AssertionError("nothing is tried again here");
            }
        }, new EventReader());
        EmbeddedChannel channel = new EmbeddedChannel(connection.stamping(), new HttpResponseDecoder(), connection);
        connection.opened(channel);
        clock = nanos(sent);
        connection.send(exchange);
        Play play = new Play(script, new MockRequest(true, true, OptionalInt.of(tokens), 20, true), index);
        for (Play.Step step = play.next(); step != null; step = play.next()) {
            clock = nanos(turn) + step.dueNanos();
            if (step.cut() > 0) {
                channel.writeInbound(Unpooled.wrappedBuffer(step.bytes(), 0, step.cut()));
                channel.writeInbound(
                        Unpooled.wrappedBuffer(step.bytes(), step.cut(), step.bytes().length - step.cut()));
            } else {
                channel.writeInbound(Unpooled.wrappedBuffer(step.bytes()));
            }
            if (step.close()) {
                channel.close().syncUninterruptibly();
            }
        }
        assertThat(ended).hasSize(1);
        requests.add(ended.getFirst().request(nanos(0), Optional.empty()));
        return requests.getLast().endMs();
    }

    private static long nanos(double ms) {
        return 1_000_000_000_000L + Math.round(ms * MS);
    }

    private LoadFinding found(LoadShape shape, int concurrency) {
        LoadProfile profile = new LoadProfile("truth", concurrency, requests.size(), 0, new Input.Tokens(20, 0), 50,
                Optional.of(shape));
        double last = requests.stream().mapToDouble(LoadRequest::endMs).max().orElse(0);
        return LoadAnalysis.of(profile, requests,
                Optional.of(new LoadDone("mock", "truth", last, OptionalLong.empty())),
                Optional.empty());
    }

    private LoadFinding found() {
        return found(LoadShape.PLAIN, 1);
    }

    private static double mean(LoadFinding found, String measure) {
        return latency(found, measure).mean().orElseThrow();
    }

    private static Distribution latency(LoadFinding found, String measure) {
        return Objects.requireNonNull(found.detail().orElseThrow().latencies().get(measure));
    }

    private static double figure(LoadFinding found, String name) {
        return Objects.requireNonNull(found.detail().orElseThrow().figures().get(name));
    }

    /** (a) A role after 5 ms is no token; the first is at 200 ms, then 49 more, 20 ms apart. */
    @Test
    void a_role_is_no_token() throws Exception {
        script("[{role-after: 5ms, first-token: 200ms, interval: 20ms}]");
        double end = play(0, 0, 0, 50);
        play(end, end, end, 50);
        LoadFinding found = found();
        assertThat(mean(found, "ttfr_ms")).isEqualTo(5);
        assertThat(found.ttftMs().mean()).hasValue(200);
        assertThat(mean(found, "ttst_ms")).isEqualTo(20);
        assertThat(found.tpotMs().mean()).hasValue(20);
        assertThat(found.itlMs().mean().orElseThrow()).isCloseTo(20, within(1e-9));
        assertThat(found.itlMs().n()).isEqualTo(98);
        assertThat(found.e2eMs().mean()).hasValue(1180);
        assertThat(mean(found, "ntpot_ms")).isCloseTo(23.6, within(1e-9));
        assertThat(mean(found, "stream_close_ms")).isZero();
        assertThat(found.outputTokensPerS().orElseThrow()).isCloseTo(100 / 2.36, within(1e-9));
        assertThat(found.requestsPerS().orElseThrow()).isCloseTo(2 / 2.36, within(1e-9));
        assertThat(figure(found, "total_tokens_per_s")).isCloseTo(140 / 2.36, within(1e-9));
        assertThat(figure(found, "user_tokens_per_s")).isCloseTo(50, within(1e-9));
        assertThat(figure(found, "prefill_tokens_per_s")).isCloseTo(100, within(1e-9));
        assertThat(figure(found, "concurrency_mean")).isCloseTo(1, within(1e-9));
        // a second holds what came in it: 1 + (1000 − 200) / 20 tokens, then 9 more and a pause of 200 ms, then all
        // 41
        assertThat(figure(found, "peak_output_tokens_per_s")).isBetween(40.0, 42.0);
        assertThat(figure(found, "characters_per_token")).isEqualTo(1);
        assertThat(figure(found, "seconds_per_1000_characters")).isCloseTo(23.6, within(1e-9));
    }

    /** (b) 50 tokens, 4 a chunk: 13 chunks, the last of 2. From the first to the last 12 gaps of 20 ms for 46 tokens. */
    @Test
    void b_chunks_are_no_tokens() throws Exception {
        script("[{first-token: 100ms, interval: 20ms, tokens-per-chunk: 4}]");
        play(0, 0, 0, 50);
        LoadFinding found = found();
        assertThat(found.tpotMs().mean().orElseThrow()).isCloseTo(240 / 46.0, within(1e-9));
        assertThat(found.itlMs().n()).isEqualTo(46);
        assertThat(found.itlMs().mean().orElseThrow()).isCloseTo(240 / 46.0, within(1e-9));
        assertThat(found.itlMs().max().orElseThrow()).isCloseTo(10, within(1e-9));
        assertThat(mean(found, "icl_ms")).isCloseTo(20, within(1e-9));
        assertThat(figure(found, "tokens_per_chunk")).isCloseTo(50 / 13.0, within(1e-9));
        assertThat(figure(found, "itl_valid")).isEqualTo(1);
        assertThat(found.outputTokensPerS().orElseThrow()).isCloseTo(50 / 0.34, within(1e-6));
    }

    /** (c) 100 tokens of reasoning for 2 s, then 10 of answer: in a field of their own, or between tags. */
    @Test
    void c_reasoning_is_not_the_answer() throws Exception {
        for (String as : List.of("field", "tags")) {
            requests.clear();
            script("[{first-token: 100ms, interval: 20ms, reasoning: 100, reasoning-as: " + as + "}]");
            play(0, 0, 0, 110);
            LoadFinding found = found();
            assertThat(found.ttftMs().mean()).hasValue(100);
            assertThat(mean(found, "ttfo_ms")).as(as).isEqualTo(2100);
            assertThat(figure(found, "reasoning_tokens_share")).isCloseTo(100 / 110.0, within(1e-9));
        }
    }

    /** (d) and (e): errors under status 200, and streams without an end, are failures, and in no latency. */
    @Test
    void d_e_hidden_failures() throws Exception {
        script("[{interval: 5ms, first-token: 10ms}, {interval: 5ms, fault: error-event, fault-after: 3},"
                + " {interval: 5ms, fault: cut, fault-after: 3}, {interval: 5ms, fault: no-finish, fault-after: 50}]");
        for (int i = 0; i < 4; i++) {
            play(1000 * i, 1000 * i, 1000 * i, 50);
        }
        LoadFinding found = found();
        assertThat(found.requests()).isEqualTo(4);
        assertThat(found.failed()).isEqualTo(3);
        assertThat(found.ttftMs().n()).isEqualTo(1);
        assertThat(found.verdict()).isEqualTo("degraded");
        assertThat(found.detail().orElseThrow().results())
                .isEqualTo(java.util.Map.of("ok", 1, "in-band-error", 1, "truncated", 2));
    }

    /** (f) Nobody counts: chunks are what is known, and the number asked for is never taken instead. */
    @Test
    void f_no_usage() throws Exception {
        script("[{first-token: 100ms, interval: 20ms, tokens: 30, tokens-per-chunk: 3, usage: none}]");
        play(0, 0, 0, 50);
        LoadFinding found = found();
        assertThat(requests.getFirst().outputTokens()).isEqualTo(10);
        assertThat(requests.getFirst().wire().orElseThrow().counted()).isEqualTo(LoadRequest.Counted.CHUNKS);
        assertThat(found.tpotMs().mean().orElseThrow()).isCloseTo(20, within(1e-9));
        // told at the end only: how they are spread over chunks is not known
        requests.clear();
        script("[{first-token: 100ms, interval: 20ms, tokens: 30, tokens-per-chunk: 3, usage: last}]");
        play(0, 0, 0, 50);
        assertThat(requests.getFirst().outputTokens()).isEqualTo(30);
        assertThat(figure(found(), "itl_valid")).isZero();
        assertThat(figure(found(), "output_length_mismatch")).isEqualTo(1);
    }

    /**
     * (g) One user may run at once and a request is due every 100 ms, which takes 50 ms; the fifth stalls for 2 s. From sending, only that one is slow;
     * from when they were due, so are all that had to wait for it.
     */
    @Test
    void g_a_stall_is_not_omitted() throws Exception {
        script("[{times: 4, first-token: 50ms, tokens: 1}, {first-token: 2050ms, tokens: 1},"
                + " {times: 95, first-token: 50ms, tokens: 1}]");
        double free = 0;
        for (int i = 0; i < 100; i++) {
            double due = 100.0 * i;
            double sent = Math.max(due, free);
            free = play(due, sent, sent, 1);
        }
        LoadShape shape = open(new Arrivals.Constant(10));
        LoadFinding found = found(shape, 1);
        assertThat(found.ttftMs().p95()).isEmpty();
        assertThat(found.ttftMs().upper()).containsEntry("p90", 50.0);
        assertThat(found.ttftMs().max()).hasValue(2050);
        Distribution sched = latency(found, "ttft_sched_ms");
        // while 2 s were lost, 100 ms − 50 ms were won back with each request: 40 of them waited
        assertThat(sched.max()).hasValue(2050);
        assertThat(requests.stream().filter(r -> r.sentMs() > r.intendedSendMs()).count()).isEqualTo(39);
        assertThat(sched.p90()).hasValue(1550);
        assertThat(mean(found, "client_queue_ms")).isCloseTo(39 * 40 / 2 * 50 / 100.0, within(1e-6));
    }

    /** (h) and (i): 128 KB an event, and every event cut within a character. */
    @Test
    void h_i_long_events_and_cut_characters() throws Exception {
        script("[{first-token: 10ms, interval: 10ms, pad: 131072, split-utf8: true, text: 日本語𠮷}]");
        play(0, 0, 0, 8);
        LoadFinding found = found();
        assertThat(found.failed()).isZero();
        assertThat(requests.getFirst().characters()).isEqualTo(8);
        assertThat(found.e2eMs().mean()).hasValue(80);
    }

    /** (j) Blocks of 256 tokens: amortised, a token takes a 256th of the time between blocks. */
    @Test
    void j_blocks_of_a_diffusion_model() throws Exception {
        script("[{first-token: 500ms, interval: 512ms, tokens: 1024, tokens-per-chunk: 256}]");
        play(0, 0, 0, 1024);
        LoadFinding found = found();
        assertThat(found.tpotMs().mean()).hasValue(2);
        assertThat(mean(found, "icl_ms")).isEqualTo(512);
        assertThat(figure(found, "tokens_per_chunk")).isEqualTo(256);
        assertThat(figure(found, "tokens_per_block")).isEqualTo(256);
        // four blocks in 500 + 3 × 512 ms
        assertThat(figure(found, "blocks_per_s")).isBetween(0.99 * 4 / 2.036, 1.01 * 4 / 2.036);
        assertThat(mean(found, "block_ms")).isEqualTo(512);
    }

    /** (k) Ten requests a second arrive, four a second are served: the queue grows, and that is said. */
    @Test
    void k_more_than_the_server_can_do() throws Exception {
        script("[{first-token: 250ms, tokens: 1}]");
        double free = 0;
        for (int i = 0; i < 60; i++) {
            free = play(100 * i, 100 * i, Math.max(free, 100 * i), 1);
        }
        LoadFinding found = found(open(new Arrivals.Constant(10)), 1000);
        assertThat(found.verdict()).isEqualTo("degraded");
        assertThat(found.why()).anyMatch(why -> why.contains("does not keep up"));
        requests.clear();
        script("[{first-token: 250ms, tokens: 1}]");
        for (int i = 0; i < 60; i++) {
            play(100 * i, 100 * i, 100 * i, 1);
        }
        assertThat(found(open(new Arrivals.Constant(10)), 1000).verdict()).isEqualTo("valid");
    }

    /** (l) Refusals are in the denominator of what went well. */
    @Test
    void l_a_server_that_refuses_does_not_look_better() throws Exception {
        script("[{times: 7, first-token: 100ms, interval: 10ms, tokens: 5}, {times: 3, status: 429}]");
        for (int i = 0; i < 100; i++) {
            play(1000 * i, 1000 * i, 1000 * i, 5);
        }
        Slo slo = new Slo("own", OptionalDouble.of(100), OptionalDouble.of(10), OptionalDouble.empty());
        LoadFinding found = found(new LoadShape(Optional.empty(), OptionalDouble.empty(), 0, 0, false, 1,
                Optional.empty(), Optional.of(slo)), 1);
        assertThat(found.failed()).isEqualTo(30);
        assertThat(figure(found, "good_share")).isEqualTo(0.7);
        assertThat(figure(found, "goodput_per_s")).isCloseTo(70 / 99.0, within(1e-9));
        assertThat(found.detail().orElseThrow().results()).containsEntry("http-error", 30);
    }

    /** Four users without a pause: in the window with all four, the number present is rate times stay. */
    @Test
    void littles_law_and_the_steady_window() throws Exception {
        script("[{first-token: 100ms, interval: 10ms, tokens: 11}]");
        double[] free = {0, 50, 100, 150};
        for (int i = 0; i < 80; i++) {
            free[i % 4] = play(free[i % 4], free[i % 4], free[i % 4], 11);
        }
        LoadFinding found = found(LoadShape.PLAIN, 4);
        assertThat(figure(found, "concurrency_peak")).isEqualTo(4);
        assertThat(figure(found, "steady_from_s")).isEqualTo(0.15);
        assertThat(figure(found, "steady_to_s")).isEqualTo(4.0);
        assertThat(figure(found, "steady_output_tokens_per_s")).isCloseTo(220, within(3.0));
        assertThat(figure(found, "littles_law_error")).isLessThan(0.05);
    }

    private static LoadShape open(Arrivals arrivals) {
        return new LoadShape(Optional.of(arrivals), OptionalDouble.empty(), 0, 0, false, 1, Optional.empty(),
                Optional.empty());
    }
}
