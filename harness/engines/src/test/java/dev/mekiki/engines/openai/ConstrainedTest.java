package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.openai.FakeModel.Way;
import dev.mekiki.engines.openai.FakeServer.Reply;
import dev.mekiki.port.ConstrainedGenerator.Choice;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Servers that can be held to given texts, each in its own way, and those that take the field and do not heed it. */
class ConstrainedTest {
    private static final GenerationSettings SETTINGS = GenerationSettings.greedy(4, List.of("\n"));
    private static final List<String> CAPITALS = List.of("京都", "東京", "東京都\n\"新宿\"");

    private static FakeServer server(Function<JsonNode, Optional<String>> held) {
        FakeModel model = new FakeModel(Way.NO_BEGIN);
        return new FakeServer(request -> {
            Optional<String> said = held.apply(request.json());
            if (said.isEmpty() || !request.path().endsWith("completions")) {
                return model.apply(request);
            }
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ObjectNode choice = root.putArray("choices").addObject().put("finish_reason", "stop");
            if (request.path().contains("chat")) {
                choice.putObject("message").put("content", said.get());
            } else {
                choice.put("text", said.get());
            }
            root.putObject("usage").put("prompt_tokens", 9).put("completion_tokens", 3);
            return Reply.json(root.toString());
        });
    }

    private static Engine open(FakeServer server) throws EngineException {
        return new OpenAiProvider(_ -> null).open(AnswersTest.candidate(Map.of("url", server.url())));
    }

    private static Optional<String> last(JsonNode list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.path(list.size() - 1).asString());
    }

    private static Choice choose(Engine engine, Prompt prompt) throws EngineException {
        return engine.constrained().orElseThrow().choose(prompt, CAPITALS, SETTINGS, 7, Deadline.none());
    }

    private static Prompt chat() {
        return new Prompt("[]", true, Optional.empty(), List.of(new Message("user", "日本の首都は？")));
    }

    @Test
    void vllm_new_and_old() throws EngineException {
        for (Function<JsonNode, Optional<String>> held : List.<Function<JsonNode, Optional<String>>>of(
                body -> last(body.path("structured_outputs").path("choice")),
                body -> last(body.path("guided_choice")))) {
            try (FakeServer server = server(held); Engine engine = open(server)) {
                for (Prompt prompt : List.of(chat(), Prompt.plain("日本の首都は"))) {
                    Choice choice = choose(engine, prompt);
                    assertThat(choice.option()).hasValue(2);
                    assertThat(choice.generation().text()).isEqualTo(CAPITALS.getLast());
                    assertThat(choice.generation().finish()).isEqualTo(Finish.END_OF_TEXT);
                }
                JsonNode asked = server.posted("/completions").getLast();
                assertThat(asked.has("stop")).isFalse();
                assertThat(asked.path("max_tokens").asInt()).as("room for every choice").isGreaterThan(17);
            }
        }
    }

    @Test
    void llama_server_s_grammar() throws EngineException {
        try (FakeServer server = server(body -> body.has("grammar")
                ? Optional.of(body.path("grammar").asString().contains("京都")
                        ? "東京"
                        : body.path("grammar").asString().replaceAll("root ::= \"((?:[^\"\\\\]|\\\\.)*)\".*", "$1"))
                : Optional.empty()); Engine engine = open(server)) {
            assertThat(choose(engine, chat()).option()).hasValue(1);
            assertThat(server.posted("/chat/completions").getLast().path("grammar").asString())
                    .isEqualTo("root ::= \"京都\" | \"東京\" | \"東京都\\n\\\"新宿\\\"\"");
        }
    }

    @Test
    void a_choice_within_json() throws EngineException {
        try (FakeServer server = server(body -> last(body.path("response_format").path("json_schema").path("schema")
                .path("properties").path("answer").path("enum"))
                .map(choice -> JsonNodeFactory.instance.objectNode().put("answer", choice).toString()));
                Engine engine = open(server)) {
            assertThat(choose(engine, chat()).generation().text()).isEqualTo(CAPITALS.getLast());
        }
    }

    @Test
    void a_server_that_takes_the_field_and_does_not_heed_it() throws EngineException {
        try (FakeServer server = server(_ -> Optional.empty()); Engine engine = open(server)) {
            assertThat(engine.constrained()).isEmpty();
            assertThat(engine.conformance()).filteredOn(check -> check.check().equals("constrained-choice"))
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.passed()).isFalse();
                        assertThat(check.detail()).contains(
                                "no way was heeded; the last: /completions json_schema: the server was held to given texts");
                    });
        }
    }

    @Test
    void an_answer_that_is_none_of_the_choices_is_none() throws EngineException {
        try (FakeServer server = server(body -> last(body.path("guided_choice"))
                .map(choice -> body.toString().contains("京都") ? "大阪" : choice)); Engine engine = open(server)) {
            assertThatThrownBy(() -> choose(engine, chat())).isInstanceOf(EngineException.class)
                    .hasMessageContaining("answered “大阪”");
        }
    }
}
