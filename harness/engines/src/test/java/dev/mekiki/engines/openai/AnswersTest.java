package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.openai.FakeModel.Way;
import dev.mekiki.engines.openai.FakeServer.Reply;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers as servers give them, and as they fail to. A message's text names the script that answers it. */
class AnswersTest {
    private static final String KEY = "sk-test-0123456789";
    private static final GenerationSettings SHORT = GenerationSettings.greedy(16, List.of());
    private static final String DONE = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final Map<String, IntFunction<Reply>> scripts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final FakeModel model = new FakeModel(Way.VLLM);
    private final FakeServer server = new FakeServer(request -> {
        JsonNode messages = request.json().path("messages");
        String name = messages.isEmpty() ? "" : messages.path(0).path("content").asString("");
        return scripts.containsKey(name)
                ? scripts.get(name).apply(asked.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet())
                : model.apply(request);
    });

    @AfterEach
    void close() {
        server.close();
    }

    static Candidate candidate(Map<String, String> options) {
        return new Candidate("candidate", FakeModel.MODEL, "openai", new TreeMap<>(options));
    }

    private Engine engine(String... options) throws EngineException {
        Map<String, String> all = new TreeMap<>(Map.of("url", server.url()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new OpenAiProvider(Map.of("TEST_KEY", KEY)::get).open(candidate(all));
    }

    private static Prompt chat(String text) {
        return new Prompt("[]", true, Optional.empty(), List.of(new Message("user", text)));
    }

    private Generation ask(String script, Reply reply) throws EngineException {
        return ask(script, _ -> reply, SHORT, GenerationListener.NONE);
    }

    private Generation streamed(String script, Reply reply) throws EngineException {
        return ask(script, _ -> reply, SHORT, (_, _, _) -> {});
    }

    private Generation ask(String script, IntFunction<Reply> replies, GenerationSettings settings,
            GenerationListener listener) throws EngineException {
        scripts.put(script, replies);
        try (Engine engine = engine("key-env", "TEST_KEY")) {
            return engine.generate(chat(script), settings, 7, Deadline.after(Duration.ofSeconds(5)), listener);
        }
    }

    private static Reply said(String message, String finish) {
        return Reply.json("{\"choices\":[{\"message\":" + message + ",\"finish_reason\":" + finish
                + "}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3}}");
    }

    @Test
    void a_whole_answer() throws EngineException {
        Generation generation = ask("whole", said("{\"content\":\"東京\"}", "\"stop\""));
        assertThat(generation).isEqualTo(new Generation("東京", Finish.END_OF_TEXT, 11, 3));
        JsonNode body = server.posted("/chat/completions").getLast();
        assertThat(body.path("model").asString()).isEqualTo("fake");
        assertThat(body.path("messages").toString()).isEqualTo("[{\"role\":\"user\",\"content\":\"whole\"}]");
        assertThat(body.path("temperature").asDouble()).isZero();
        assertThat(body.has("seed")).isFalse();
        assertThat(server.requests().getLast().headers()).containsEntry("authorization", "Bearer " + KEY);
    }

    @Test
    void the_plan_s_settings_of_the_chat_template_go_along() throws EngineException {
        scripts.put("set", _ -> said("{\"content\":\"a\"}", "\"stop\""));
        Candidate plain = candidate(Map.of("url", server.url()));
        try (Engine engine = new OpenAiProvider().open(new Candidate(plain.name(), plain.model(), plain.engine(),
                plain.options(), new TreeMap<>(Map.of("enable_thinking", "false"))))) {
            engine.generate(chat("set"), SHORT, 7, Deadline.none(), GenerationListener.NONE);
        }
        assertThat(server.posted("/chat/completions").getLast().path("chat_template_kwargs").toString())
                .isEqualTo("{\"enable_thinking\":false}");
    }

    @Test
    void sampling_sends_a_seed() throws EngineException {
        ask("sampled", _ -> said("{\"content\":\"a\"}", "\"stop\""), new GenerationSettings(4, List.of(), 0.7, 0.9, 40),
                GenerationListener.NONE);
        JsonNode body = server.posted("/chat/completions").getLast();
        assertThat(body.path("seed").asInt()).isEqualTo(7);
        assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(body.path("top_k").asInt()).isEqualTo(40);
    }

    @Test
    void reasons_for_the_end() throws EngineException {
        assertThat(ask("length", said("{\"content\":\"a\"}", "\"length\"")).finish()).isEqualTo(Finish.MAX_TOKENS);
        assertThat(ask("filter", said("{\"content\":null}", "\"content_filter\"")).finish()).isEqualTo(Finish.REFUSED);
        assertThat(ask("refusal", said("{\"content\":null,\"refusal\":\"できません\"}", "\"stop\"")))
                .extracting(Generation::finish, Generation::text).containsExactly(Finish.REFUSED, "できません");
        assertThat(ask("unsaid", said("{\"content\":\"a\"}", "null")).finish()).isEqualTo(Finish.END_OF_TEXT);
        assertThatThrownBy(() -> ask("abort", said("{\"content\":\"a\"}", "\"abort\"")))
                .hasMessageContaining("finish_reason: abort");
        assertThatThrownBy(() -> ask("tool",
                said("{\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]}", "\"tool_calls\"")))
                .hasMessageContaining("called a tool");
    }

    @Test
    void no_content_is_an_empty_answer() throws EngineException {
        assertThat(ask("null", said("{\"content\":null}", "\"stop\"")).text()).isEmpty();
        assertThat(ask("parts",
                said("{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}",
                        "\"stop\""))
                .text()).isEqualTo("ab");
    }

    @Test
    void reasoning_stands_apart() throws EngineException {
        assertThat(ask("vllm", said("{\"content\":\"東京\",\"reasoning\":\"考える\"}", "\"stop\"")).reasoning())
                .contains("考える");
        assertThat(ask("older", said("{\"content\":\"東京\",\"reasoning_content\":\"考える\"}", "\"stop\"")).reasoning())
                .contains("考える");
        assertThat(ask("none", said("{\"content\":\"東京\",\"reasoning_content\":null}", "\"stop\"")).reasoning())
                .isEmpty();
        Generation streamed = streamed("streamed", Reply.events(
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"考\"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"える\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"東京\"}}]}", DONE, "[DONE]"));
        assertThat(streamed).extracting(Generation::text, Generation::reasoning).containsExactly("東京",
                Optional.of("考える"));
    }

    @Test
    void a_stop_string_found_in_what_was_thought_is_not_sent_again() throws EngineException {
        Generation generation = ask("thinker", attempt -> attempt == 1
                ? said("{\"content\":null,\"reasoning_content\":\"まず\"}", "\"stop\"")
                : said("{\"content\":\"東京\\n質問\",\"reasoning_content\":\"まず\\n次に\"}", "\"stop\""),
                GenerationSettings.greedy(16, List.of("\n")), GenerationListener.NONE);
        assertThat(generation).extracting(Generation::text, Generation::finish).containsExactly("東京",
                Finish.STOP_STRING);
        assertThat(server.posted("/chat/completions").getLast().has("stop")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void a_stream_in_any_pieces(int size) throws EngineException {
        List<String> chunks = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        Reply stream = Reply.events("{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"京👍🏽\"}}]}",
                DONE, "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":4}}", "[DONE]");
        Generation generation = ask("stream" + size, _ -> stream.inPiecesOf(size), SHORT, (text, count, _) -> {
            chunks.add(text);
            tokens.add(count);
        });
        assertThat(generation).isEqualTo(new Generation("東京👍🏽", Finish.END_OF_TEXT, 5, 4));
        assertThat(chunks.subList(0, 2)).containsExactly("東", "京👍🏽");
        assertThat(tokens.subList(0, 2)).containsExactly(1, 1);
    }

    @Test
    void tokens_of_each_piece_where_the_server_counts_them() throws EngineException {
        List<Integer> tokens = new ArrayList<>();
        ask("counted",
                _ -> Reply.events("{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"completion_tokens\":1}}",
                        "{\"choices\":[{\"delta\":{\"content\":\"bcd\"}}],\"usage\":{\"completion_tokens\":4}}", DONE,
                        "[DONE]"),
                SHORT, (_, count, _) -> tokens.add(count));
        assertThat(tokens).containsExactly(1, 3);
    }

    @Test
    void stop_strings_are_looked_for_here_too() throws EngineException {
        List<String> stops = List.of("1", "2", "3", "4", "\n\n");
        Generation generation = ask("stops", _ -> Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東京\\n\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\\n質問\"}}]}").hanging(), GenerationSettings.greedy(16, stops),
                (_, _, _) -> {});
        assertThat(generation).extracting(Generation::text, Generation::finish).containsExactly("東京",
                Finish.STOP_STRING);
    }

    @Test
    void a_server_that_takes_four_stop_strings_gets_four() throws EngineException {
        Generation generation = ask("four", attempt -> attempt == 1
                ? Reply.json(400, "{\"error\":{\"message\":\"Invalid 'stop': array too long\"}}")
                : said("{\"content\":\"a5b\"}", "\"stop\""),
                GenerationSettings.greedy(16, List.of("1", "2", "3", "4", "5")), GenerationListener.NONE);
        assertThat(generation.text()).isEqualTo("a");
        assertThat(server.posted("/chat/completions").getLast().path("stop").size()).isEqualTo(4);
    }

    @Test
    void the_other_name_for_the_most_tokens() throws EngineException {
        ask("newer", attempt -> attempt == 1
                ? Reply.json(400, "{\"error\":{\"message\":\"Unsupported parameter: use 'max_completion_tokens'\"}}")
                : said("{\"content\":\"a\"}", "\"stop\""), SHORT, GenerationListener.NONE);
        JsonNode body = server.posted("/chat/completions").getLast();
        assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(16);
        assertThat(body.has("max_tokens")).isFalse();
    }

    @Test
    void going_on_behind_the_end_is_asked_of_servers_that_take_it() throws EngineException {
        ask("strict", attempt -> attempt == 1
                ? Reply.json(422, "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"ignore_eos\"]}]}")
                : said("{\"content\":\"a\"}", "\"stop\""), SHORT.ignoringEnd(), GenerationListener.NONE);
        List<JsonNode> posted = server.posted("/chat/completions");
        assertThat(posted.get(posted.size() - 2).path("ignore_eos").asBoolean()).isTrue();
        assertThat(posted.getLast().has("ignore_eos")).isFalse();
    }

    @Test
    void a_busy_server_is_asked_again() throws EngineException {
        long start = System.nanoTime();
        Generation generation = ask("busy",
                attempt -> attempt == 1
                        ? Reply.json(429, "{\"error\":{\"message\":\"slow down\"}}").with("Retry-After", "0.3")
                        : attempt == 2
                                ? Reply.json(503, "loading").with("retry-after-ms", "10")
                                : said("{\"content\":\"a\"}", "\"stop\""),
                SHORT, GenerationListener.NONE);
        assertThat(generation.text()).isEqualTo("a");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void a_server_that_is_busy_for_longer_than_the_deadline_fails_at_once() {
        assertThatThrownBy(() -> ask("long", Reply.json(429, "{\"error\":{\"message\":\"slow down\"}}")
                .with("Retry-After", "3600"))).hasMessageContaining("too busy").hasMessageContaining("slow down");
        assertThatThrownBy(
                () -> ask("quota",
                        Reply.json(429, "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}")))
                .hasMessageContaining("too busy");
    }

    @Test
    void errors_under_status_200() {
        assertThatThrownBy(() -> ask("inside", Reply.json("{\"error\":{\"message\":\"out of memory\"}}")))
                .hasMessageContaining("out of memory");
        assertThatThrownBy(() -> ask("older", Reply.json("{\"object\":\"error\",\"message\":\"too long\"}")))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> streamed("streamed", Reply.events("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"error\":{\"message\":\"engine died\"}}", "[DONE]"))).hasMessageContaining("engine died");
    }

    @Test
    void a_stream_cut_short_is_no_answer() {
        assertThatThrownBy(() -> streamed("cut", Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}").cut()))
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> streamed("ended", Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}")))
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> ask("half", Reply.json("{\"choices\":[{\"mess").cut()))
                .hasMessageContaining("cut short");
    }

    @Test
    void a_stream_that_said_why_it_ended_is_whole() throws EngineException {
        assertThat(streamed("whole", Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}", DONE)).text())
                .isEqualTo("東");
    }

    @Test
    void garbage_is_said_to_be_none() {
        assertThatThrownBy(() -> ask("html", Reply.json("<html>hello</html>"))).hasMessageContaining("<html>");
        assertThatThrownBy(() -> ask("empty", Reply.json("{}"))).hasMessageContaining("no choices");
        assertThatThrownBy(() -> ask("zipped", Reply.json("x").with("Content-Encoding", "gzip")))
                .hasMessageContaining("compressed");
        assertThatThrownBy(() -> ask("elsewhere", Reply.json(307, "").with("Location", "http://example.com/")))
                .hasMessageContaining("redirects to http://example.com/");
        assertThatThrownBy(() -> ask("deep", Reply.json("{\"choices\":" + "[".repeat(100_000))))
                .isInstanceOf(EngineException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_hanging_server_is_left_at_the_deadline(boolean begun) throws Exception {
        scripts.put("hangs", _ -> (begun
                ? Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}")
                : new Reply(200, Map.of(), List.of(), true, true)).hanging());
        try (Engine engine = engine()) {
            long start = System.nanoTime();
            Generation generation = engine.generate(chat("hangs"), SHORT, 7, Deadline.after(Duration.ofMillis(300)),
                    (_, _, _) -> {});
            assertThat(generation).extracting(Generation::text, Generation::finish).containsExactly(begun ? "東" : "",
                    Finish.DEADLINE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(server.wasLeft(Duration.ofSeconds(3))).as("the server's slot is free again").isTrue();
        }
    }

    @Test
    void an_interrupt_ends_the_request() throws Exception {
        scripts.put("hangs", _ -> Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}").hanging());
        try (Engine engine = engine(); var threads = Executors.newSingleThreadExecutor()) {
            Future<Generation> future = threads.submit(() -> engine.generate(chat("hangs"), SHORT, 7,
                    Deadline.after(Duration.ofSeconds(60)), (_, _, _) -> {}));
            while (server.posted("/chat/completions").stream().noneMatch(body -> body.toString().contains("hangs"))) {
                Thread.sleep(5);
            }
            future.cancel(true);
            assertThat(server.wasLeft(Duration.ofSeconds(3))).isTrue();
        }
    }

    @Test
    void connections_are_kept() throws EngineException {
        scripts.put("kept", attempt -> attempt % 2 == 0
                ? said("{\"content\":\"a\"}", "\"stop\"")
                : Reply.events("{\"choices\":[{\"delta\":{\"content\":\"東\"}}]}", DONE, "[DONE]"));
        try (Engine engine = engine()) {
            int before = server.connections();
            for (int i = 0; i < 20; i++) {
                engine.generate(chat("kept"), SHORT, 7, Deadline.none(), GenerationListener.NONE);
            }
            assertThat(server.connections()).isEqualTo(before);
        }
    }

    @Test
    void a_key_never_comes_back() {
        assertThatThrownBy(() -> ask("told", Reply.json(401, "{\"error\":{\"message\":\"bad key " + KEY + "\"}}")))
                .hasMessageContaining("bad key").hasMessageNotContaining(KEY);
        assertThatThrownBy(() -> ask("parrot", said("{\"content\":\"" + KEY + "\"}", "\"stop\"")))
                .hasMessageNotContaining(KEY);
    }

    @Test
    void a_filter_in_front_of_the_model_refuses() throws EngineException {
        assertThat(ask("azure", Reply.json(400,
                "{\"error\":{\"message\":\"filtered by the content management policy\",\"code\":\"content_filter\"}}"))
                .finish()).isEqualTo(Finish.REFUSED);
    }

    @Test
    void the_plans_own_fields_are_merged() throws EngineException {
        scripts.put("extra", _ -> said("{\"content\":\"a\"}", "\"stop\""));
        try (Engine engine = engine("extra", "{\"chat_template_kwargs\":{\"enable_thinking\":false},\"top_p\":1}",
                "omit",
                "temperature", "headers", "{\"X-Team\":\"eval\"}")) {
            engine.generate(chat("extra"), SHORT, 7, Deadline.none(), GenerationListener.NONE);
        }
        JsonNode body = server.posted("/chat/completions").getLast();
        assertThat(body.path("chat_template_kwargs").path("enable_thinking").asBoolean(true)).isFalse();
        assertThat(body.has("temperature")).isFalse();
        assertThat(server.requests().getLast().headers()).containsEntry("x-team", "eval");
    }

    @Test
    void a_host_that_nobody_knows() {
        assertThatThrownBy(() -> new OpenAiProvider(_ -> null)
                .open(candidate(Map.of("url", "http://no-such-host.invalid:8000/v1"))))
                .hasMessageContaining("can't connect to http://no-such-host.invalid:8000");
        assertThatThrownBy(
                () -> new OpenAiProvider(_ -> null).open(candidate(Map.of("url", "http://127.0.0.1:1/v1"))))
                .hasMessageContaining("can't connect to http://127.0.0.1:1");
    }

    @Test
    void answers_come_to_those_who_asked() throws Exception {
        for (int i = 0; i < 40; i++) {
            int number = i;
            scripts.put("q" + i, _ -> said("{\"content\":\"" + number + "\"}", "\"stop\""));
        }
        try (Engine engine = engine(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Generation>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Prompt prompt = chat("q" + i);
                all.add(threads.submit(
                        () -> engine.generate(prompt, SHORT, 7, Deadline.none(), GenerationListener.NONE)));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(all.get(i).get().text()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void an_event_of_128_kilobytes() throws EngineException {
        String large = "東".repeat(43_000);
        assertThat(streamed("large", Reply.events("{\"choices\":[{\"delta\":{\"content\":\"" + large + "\"}}]}", DONE,
                "[DONE]")).text()).isEqualTo(large);
        assertThat(large.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(128_000);
    }
}
