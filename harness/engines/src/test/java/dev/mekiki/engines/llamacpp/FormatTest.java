package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that knows nothing says anything that its grammar allows; whether that fits is for an independent validator to say. */
class FormatTest {
    private static final Prompt PROMPT = Prompt.plain("質問：");
    @TempDir
    private static Path folder = Path.of("");
    private static OpenedModel model;

    @BeforeAll
    static void open() throws Exception {
        Builds.any();
        model = OpenedModel.of(LlamaCppReferenceTest.settings(TinyGguf.write("llama-tied", true, folder), 512));
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    private static Generation answer(AnswerFormat format, double temperature, long seed) throws EngineException {
        return model.decoder().generate(PROMPT, new GenerationSettings(400, List.of(), temperature, 1, 0)
                .withFormat(format), seed, Deadline.none(), GenerationListener.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            """
                    {"type": "object", "required": ["name", "age", "tags"], "additionalProperties": false, "properties": {
                     "name": {"type": "string", "minLength": 2, "maxLength": 5}, "age": {"type": "integer", "minimum": -3, "maximum": 120},
                     "note": {"type": ["string", "null"], "maxLength": 3}, "ok": {"type": "boolean"},
                     "tags": {"type": "array", "items": {"enum": ["赤", "青", 3, null, {"a": [1]}]}, "minItems": 2, "maxItems": 4}}}""",
            """
                    {"type": "array", "minItems": 1, "maxItems": 3, "items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"anyOf": [
                     {"type": "number"}, {"type": "array", "items": {"$ref": "#/$defs/n"}, "maxItems": 2}]}}}""",
            """
                    {"type": "object", "additionalProperties": {"type": "array", "maxItems": 0}}""",
            """
                    {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 8}}"""})
    void what_comes_fits_the_schema(String schema) throws Exception {
        Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON);
        int whole = 0;
        for (int seed = 0; seed < 10; seed++) {
            Generation answer = answer(new AnswerFormat(AnswerFormat.Kind.JSON_SCHEMA, schema), seed == 0 ? 0 : 1,
                    seed);
            // llama.cpp takes any bytes behind the first one of a character for its rest; only a model of noise says
            // such
            if (answer.finish() == Generation.Finish.END_OF_TEXT && answer.text().indexOf('\uFFFD') < 0) {
                whole++;
                assertThat(validator.validate(answer.text(), InputFormat.JSON)).as(answer.text()).isEmpty();
            }
        }
        assertThat(whole).isGreaterThan(2);
    }

    @Test
    void a_grammar_is_kept_to() throws Exception {
        AnswerFormat format = new AnswerFormat(AnswerFormat.Kind.GRAMMAR, "root ::= [あ-お]{3} (\"-\" [0-9]){2}");
        for (int seed = 0; seed < 5; seed++) {
            assertThat(answer(format, seed, seed).text()).matches("[あ-お]{3}(-[0-9]){2}");
        }
    }

    @Test
    void a_format_that_cant_be_kept_to_is_refused_before_anything_is_asked() throws Exception {
        Path file = TinyGguf.write("qwen2", true, folder);
        try (Engine engine = new LlamaCppProvider()
                .open(LlamaCppReferenceTest.candidate(file, "context", "256"));
                Engine jlama = Models.open("llama-tied", "context", "256")) {
            AnswerFormat good = new AnswerFormat(AnswerFormat.Kind.JSON_SCHEMA, "{\"type\": \"integer\"}");
            assertThat(engine.refusal(good)).isEmpty();
            assertThat(engine.refusal(new AnswerFormat(AnswerFormat.Kind.GRAMMAR, "root ::= undefined"))).isPresent()
                    .get().asString().startsWith("llama.cpp can't read the grammar");
            assertThat(engine.refusal(new AnswerFormat(AnswerFormat.Kind.JSON_SCHEMA, "{\"not\": {}}")))
                    .isEqualTo(
                            Optional.of("the JSON Schema can't be a grammar: # has not, which no grammar is made of"));
            assertThat(engine.generate(PROMPT, GenerationSettings.greedy(30, List.of()).withFormat(good), 0,
                    Deadline.none(), GenerationListener.NONE).text()).matches("-?\\d+");
            assertThat(jlama.refusal(good))
                    .isEqualTo(Optional.of("the engine jlama cannot hold an answer to a JSON Schema"));
            assertThatThrownBy(() -> jlama.generate(PROMPT, GenerationSettings.greedy(5, List.of()).withFormat(good), 0,
                    Deadline.none(), GenerationListener.NONE)).isInstanceOf(EngineException.class)
                    .hasMessageContaining("cannot hold an answer");
        }
    }
}
