package dev.mekiki.engines.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.port.ReasoningMarks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DeclaredReasoningTest {
    private static final Path CASES = Path.of(System.getProperty("mekiki.home"), "..", "shared", "data",
            "chat-templates");

    private static JinjaChatTemplate template(String source) {
        return JinjaChatTemplate.of(new TemplateFile("chat_template.jinja", Map.of("default", source), Map.of()));
    }

    private static String marks(String source) {
        return template(source).reasoning().map(marks -> marks.open() + " " + marks.close()).orElse("none");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "{%- if add_generation_prompt %}<think>{% endif %}{{ m.split('</think>')[-1] }},<think> </think>",
            "{{ content.split(\"</think>\") }},<think> </think>",
            "<seed:think>{{ r }}</seed:think>,<seed:think> </seed:think>",
            "[THINK]{{ r }}[/THINK],[THINK] [/THINK]", "<reasoning>{{ r }}</reasoning>,<reasoning> </reasoning>",
            "<|START_THINKING|>{{ r }}<|END_THINKING|>,<|START_THINKING|> <|END_THINKING|>",
            "<|begin_of_thought|>{{ r }}<|end_of_thought|>,<|begin_of_thought|> <|end_of_thought|>",
            "◁think▷{{ r }}◁/think▷,◁think▷ ◁/think▷", "<|think|>{{ r }}<|/think|>,<|think|> <|/think|>",
            "<|im_start|>{{ messages[0].content }}<|im_end|>,none"})
    void marks_are_read_from_the_template(String source, String expected) {
        assertThat(marks(source)).isEqualTo(expected);
    }

    @Test
    void marks_of_an_unknown_name_are_found_by_rendering() {
        String source = """
                {%- for m in messages %}<{{ m.role }}>{% if m.reasoning_content %}<kufuu>{{ m.reasoning_content }}</kufuu>
                {% endif %}{{ m.content }}{% endfor %}""";
        assertThat(marks(source)).isEqualTo("<kufuu> </kufuu>");
    }

    @Test
    void switches_are_the_variables_that_nothing_else_gives() {
        JinjaChatTemplate template = template("""
                {%- set ns = namespace(x=1) %}{%- if enable_thinking is not defined %}{% set enable_thinking = true %}
                {%- endif %}{% for m in messages %}{{ m.content | trim }}{% endfor %}
                {%- macro show(a, b=reasoning_effort) %}{{ a }}{% endmacro %}{{ bos_token }}{{ show(1) }}""");
        assertThat(template.switches()).containsExactly("enable_thinking", "reasoning_effort");
    }

    /** Read off the templates by hand. */
    @Test
    void real_templates_declare_what_stands_in_them() throws Exception {
        assumeTrue(Files.isDirectory(CASES), "the shared chat template cases are not here: " + CASES);
        Map<String, String> found = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(CASES)) {
            files = all.filter(file -> file.toString().endsWith(".json")).toList();
        }
        for (Path file : files) {
            Map<?, ?> model = JsonMapper.shared().readValue(file.toFile(), Map.class);
            Optional<ReasoningMarks> marks = template(
                    Objects.requireNonNull(model.get("chat_template")).toString()).reasoning();
            marks.ifPresent(known -> found.put(file.getFileName().toString().replace(".json", ""),
                    known.open() + " " + known.close()));
        }
        Map<String, String> expected = new TreeMap<>();
        for (String think : List.of("Bielik-11B-v3.0-Instruct", "GLM-4.6", "HuggingFaceTB-SmolLM3-3B",
                "Kimi-K2-Thinking", "LFM2.5-Instruct", "MiniMax-M2", "NVIDIA-Nemotron-Nano-v2", "StepFun3.5-Flash",
                "deepseek-ai-DeepSeek-R1-Distill-Llama-8B", "deepseek-ai-DeepSeek-V3.1", "deepseek-ai-DeepSeek-V4",
                "ibm-granite-granite-3.3-2B-Instruct", "inclusionai-ling-3.0-flash", "llama-cpp-deepseek-r1",
                "llama-cpp-rwkv-world", "openbmb-MiniCPM5-1B", "poolside-Laguna-S-2.1", "poolside-Laguna-XS.2")) {
            expected.put(think, "<think> </think>");
        }
        expected.put("Apertus-8B-Instruct", "<|inner_prefix|> <|inner_suffix|>");
        expected.put("CohereForAI-c4ai-command-r7b-12-2024-tool_use", "<|START_THINKING|> <|END_THINKING|>");
        expected.put("google-gemma-4-31B-it-interleaved", "<|channel>thought <channel|>");
        expected.put("openai-gpt-oss-120b", "<|channel|>analysis<|message|> <|channel|>final<|message|>");
        expected.put("llm-jp-llm-jp-4.1-8b-thinking", "<|channel|>analysis<|message|> <|channel|>final<|message|>");
        expected.put("unsloth-Apriel-1.5", " [BEGIN FINAL RESPONSE]");
        assertThat(found).isEqualTo(expected);
    }
}
