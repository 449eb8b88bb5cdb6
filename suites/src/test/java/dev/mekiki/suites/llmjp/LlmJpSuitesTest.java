package dev.mekiki.suites.llmjp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmJpSuitesTest {
    @TempDir
    Path folder = Path.of("");

    private Task read(String json) throws Exception {
        Files.writeString(folder.resolve("niilc.json"), json);
        return new LlmJpSuites().read("niilc.json", folder).orElseThrow().tasks().getFirst();
    }

    @Test
    void version_one_has_the_prompt_of_that_version_and_never_the_sample_as_example() throws Exception {
        Task task = read("""
                {"instruction": "答えてください。", "output_length": 20, "metrics": ["char_f1", "exact_match"],
                 "few_shots": [{"input": "空の色は？", "output": "青"}, {"input": "海の色は？", "output": "紺"}],
                 "samples": [{"input": "海の色は？", "output": "紺"}]}
                """);
        assertThat(task.items().getFirst().prompt()).isEqualTo("以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。"
                + "要求を適切に満たす応答を書きなさい。\n\n### 指示:\n答えてください。\n\n### 入力:\n空の色は？\n\n### 応答:\n青"
                + "\n\n### 入力:\n海の色は？\n\n### 応答:\n");
        assertThat(task.generation().maxTokens()).isEqualTo(20);
        assertThat(task.generation().stop()).containsExactly("\n\n");
        assertThat(task.metrics()).containsExactly("char_f1", "llmjp_char_f1", "exact_match",
                "exact_match_ja");
    }

    @Test
    void version_two_finds_answers_by_its_own_pattern() throws Exception {
        Task task = read("""
                {"instruction": "選んでください。", "output_length": 5, "metrics": ["exact_match"], "label_list": ["A", "B"],
                 "answer_extract_pattern": "<answer>(.+)</answer>", "samples": [{"input": "問", "output": "A"}]}
                """);
        assertThat(task.items().getFirst().prompt()).isEqualTo("### 指示\n選んでください。\n### 入力:\n問\n### 応答:");
        assertThat(task.uses()).extracting(use -> use.metric()).containsOnly("lm-eval");
    }

    @Test
    void answers_in_tags_are_found_where_only_the_form_is_named() throws Exception {
        Task task = read("""
                {"instruction": "i", "metrics": ["char_f1"], "answer_pattern_id": "answer_tags_jp",
                 "samples": [{"input": "問", "output": "紺"}]}
                """);
        assertThat(task.uses()).hasSize(2).allSatisfy(use -> assertThat(use.settings().toString())
                .contains("<answer>(.*?)</answer>"));
        assertThatThrownBy(() -> read("""
                {"instruction": "i", "metrics": ["char_f1"], "answer_pattern_id": "code_output",
                 "samples": [{"input": "問", "output": "紺"}]}
                """)).isInstanceOf(InvalidInput.class).hasMessageContaining("code_output");
    }

    @Test
    void what_is_not_measured_is_refused_by_name() {
        assertThatThrownBy(() -> read(
                "{\"instruction\": \"i\", \"metrics\": [\"set_f1\"], \"samples\": [{\"input\": \"a\", \"output\": \"b\"}]}"))
                .isInstanceOf(InvalidInput.class).hasMessageContaining("set_f1");
    }
}
