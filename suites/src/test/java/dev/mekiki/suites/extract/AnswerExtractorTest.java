package dev.mekiki.suites.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.ExtractStep;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.Extractor.Extraction.Extracted;
import dev.mekiki.port.Extractor.Extraction.Missing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AnswerExtractorTest {
    private static final AnswerExtractor EXTRACTOR = new AnswerExtractor();
    private static final String CUT = "cut at the most tokens allowed";

    private static ExtractStep step(String text) {
        int colon = text.indexOf(": ");
        return colon < 0
                ? new ExtractStep(text, Optional.empty())
                : new ExtractStep(text.substring(0, colon), Optional.of(text.substring(colon + 2)));
    }

    private static Extractor.Extraction complete(String response, String... steps) {
        return textAlone(
                EXTRACTOR.extract(response, true, Arrays.stream(steps).map(AnswerExtractorTest::step).toList()));
    }

    private static Extractor.Extraction cut(String response, String... steps) {
        return textAlone(
                EXTRACTOR.extract(response, false, Arrays.stream(steps).map(AnswerExtractorTest::step).toList()));
    }

    private static Extractor.Extraction textAlone(Extractor.Extraction extraction) {
        return extraction instanceof Extracted extracted ? new Extracted(extracted.text()) : extraction;
    }

    private static Extracted extracted(String response, String... steps) {
        return (Extracted) EXTRACTOR.extract(response, true,
                Arrays.stream(steps).map(AnswerExtractorTest::step).toList());
    }

    @Test
    void the_rules_that_found_an_answer_are_kept() {
        assertThat(extracted("<think>…</think>計算する。答えは１億2000万円です。", "thinking", "number"))
                .isEqualTo(new Extracted("120000000円", List.of("thinking", "number:marked")));
        assertThat(extracted("東京です。", "answer")).isEqualTo(new Extracted("東京", List.of("answer:whole")));
        assertThat(extracted("以上より\\boxed{\\text{東京}}だ", "answer"))
                .isEqualTo(new Extracted("東京", List.of("answer:boxed")));
        assertThat(extracted("こちらです。\n```json\n{\"a\": 1}\n```\nどうぞ", "json"))
                .isEqualTo(new Extracted("{\"a\": 1}", List.of("json:fenced")));
        assertThat(extracted("結果は{\"a\": \"}\"}です", "json"))
                .isEqualTo(new Extracted("{\"a\": \"}\"}", List.of("json:bracketed")));
        assertThat(extracted("# **東京** は `$x$`", "plain")).isEqualTo(new Extracted("東京 は x", List.of("plain")));
        assertThat(complete("わかりません", "number")).isEqualTo(new Missing("there is no number in the answer"));
        assertThat(cut("答えは1", "number")).isEqualTo(new Missing(CUT));
        assertThat(complete("{", "json")).isEqualTo(new Extracted("{"));
        assertThat(complete("なし", "json")).isEqualTo(new Missing("there is no JSON in the answer"));
    }

    @Test
    void without_steps_a_complete_response_is_the_answer() {
        assertThat(complete(" 東京\n")).isEqualTo(new Extracted(" 東京\n"));
        assertThat(cut("東京")).isEqualTo(new Missing(CUT));
    }

    @Test
    void closed_reasoning_is_removed() {
        assertThat(complete("<think>都は…</think>\n\n東京", "thinking")).isEqualTo(new Extracted("東京"));
        assertThat(complete("<THINKING>a</THINKING>東京", "thinking")).isEqualTo(new Extracted("東京"));
        assertThat(complete("[THINK]a[/THINK]東京", "thinking")).isEqualTo(new Extracted("東京"));
        assertThat(complete("<think>a</think>東<think>b</think>京", "thinking")).isEqualTo(new Extracted("東京"));
        assertThat(complete("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>東京",
                "thinking"))
                .isEqualTo(new Extracted("東京"));
        assertThat(complete("東京", "thinking")).isEqualTo(new Extracted("東京"));
    }

    @Test
    void reasoning_that_the_template_opened_is_removed_too() {
        assertThat(complete("都は…\n</think>\n東京", "thinking")).isEqualTo(new Extracted("東京"));
    }

    @Test
    void unclosed_reasoning_is_never_taken_for_the_answer() {
        assertThat(complete("<think>東京かな", "thinking")).isInstanceOf(Missing.class);
        assertThat(cut("<think>東京かな", "thinking")).isInstanceOf(Missing.class);
        assertThat(complete("<think>a</think>東京<think>でも", "thinking")).isInstanceOf(Missing.class);
    }

    @Test
    void reasoning_is_removed_before_an_answer_that_was_cut() {
        assertThat(cut("<think>a</think>東京\n大", "thinking", "first-line")).isEqualTo(new Extracted("東京"));
        assertThat(cut("<think>a</think>東", "thinking")).isEqualTo(new Missing(CUT));
    }

    @Test
    void after_and_before_take_the_first_place_in_any_width() {
        assertThat(complete("では。回答：東京。回答：大阪", "after: 回答：", "before: 。")).isEqualTo(new Extracted("東京"));
        assertThat(complete("回答:東京", "after: 回答：")).isEqualTo(new Extracted("東京"));
        assertThat(complete("𠮷ＡＮＳＷＥＲ：㌔東京", "after: ANSWER:")).isEqualTo(new Extracted("㌔東京"));
        assertThat(complete("東京です", "after: 回答：")).isEqualTo(new Missing("“回答：” is not in the answer"));
        assertThat(cut("東京です", "after: 回答：")).isEqualTo(new Missing(CUT));
        assertThat(complete("東京", "before: 質問：")).isEqualTo(new Extracted("東京"));
        assertThat(cut("東京", "before: 質問：")).isEqualTo(new Missing(CUT));
        assertThat(cut("東京\n質問：次", "before: 質問：", "trim")).isEqualTo(new Extracted("東京"));
    }

    @Test
    void lines() {
        assertThat(complete("\n \n東京\n大阪\n", "first-line")).isEqualTo(new Extracted("東京"));
        assertThat(complete("\n東京\n大阪\n\n", "last-line")).isEqualTo(new Extracted("大阪"));
        assertThat(complete("東京\r\n大阪", "first-line")).isEqualTo(new Extracted("東京"));
        assertThat(complete("", "first-line")).isEqualTo(new Extracted(""));
        assertThat(complete("\n\n", "first-line")).isEqualTo(new Extracted(""));
    }

    @Test
    void a_cut_response_counts_only_where_the_end_was_seen() {
        assertThat(cut("東京\n大", "first-line")).isEqualTo(new Extracted("東京"));
        assertThat(cut("東京", "first-line")).isEqualTo(new Missing(CUT));
        assertThat(cut("\n\n", "first-line")).isEqualTo(new Missing(CUT));
        assertThat(cut("東京\n大", "last-line")).isEqualTo(new Missing(CUT));
        assertThat(cut("東京\n大阪。終", "before: 。", "last-line")).isEqualTo(new Extracted("大阪"));
        assertThat(cut("東京 ", "trim")).isEqualTo(new Missing(CUT));
    }

    @Test
    void wrong_steps_are_explained() {
        assertThat(EXTRACTOR.problem(step("first_line")).orElseThrow()).contains("did you mean first-line?");
        assertThat(EXTRACTOR.problem(step("after")).orElseThrow()).contains("needs a text");
        assertThat(EXTRACTOR.problem(step("after:  ")).orElseThrow()).isNotBlank();
        assertThat(EXTRACTOR.problem(step("trim: x")).orElseThrow()).contains("takes no text");
        assertThat(EXTRACTOR.problem(step("after: x"))).isEmpty();
        assertThat(EXTRACTOR.steps().keySet()).containsExactly("thinking", "after", "after-last", "before",
                "first-line", "last-line",
                "plain", "answer", "number", "json", "trim");
    }

    @Test
    void it_is_found_as_a_service() {
        assertThat(ServiceLoader.load(Extractor.class)).hasSize(1);
        assertThat(List.copyOf(EXTRACTOR.steps().values())).allMatch(what -> !what.isBlank());
    }
}
