package dev.mekiki.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.port.ReasoningMarks.Split;
import dev.mekiki.port.ReasoningMarks.Splitter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasoningMarksTest {
    private static final ReasoningMarks THINK = ReasoningMarks.THINK;

    @Test
    void reasoning_is_taken_apart_from_the_answer() {
        assertThat(THINK.split("<think>\n2+3は5。\n</think>\n\n答えは5です。", false))
                .isEqualTo(new Split("2+3は5。", "答えは5です。", true));
    }

    @Test
    void a_response_without_marks_is_all_answer_to_its_last_space() {
        assertThat(THINK.split(" 答え\n", false)).isEqualTo(new Split("", " 答え\n", true));
    }

    @Test
    void a_block_that_does_not_end_leaves_no_answer() {
        assertThat(THINK.split("<think>答えは5かもしれない", false))
                .isEqualTo(new Split("答えは5かもしれない", "", false));
        assertThat(THINK.split("答えは5かもしれない", true)).isEqualTo(new Split("答えは5かもしれない", "", false));
        assertThat(THINK.split("<think>a</think>答え<think>b", false).closed()).isFalse();
    }

    @Test
    void a_closing_mark_alone_ends_what_began_before_the_response() {
        assertThat(THINK.split("まず足す。</think>5", false)).isEqualTo(new Split("まず足す。", "5", true));
        assertThat(THINK.split("まず足す。</think>5", true)).isEqualTo(new Split("まず足す。", "5", true));
    }

    @Test
    void harmony_has_its_answer_in_the_final_channel() {
        String response = "<|channel|>analysis<|message|>計算する。<|end|><|start|>assistant<|channel|>final<|message|>5<|return|>";
        assertThat(ReasoningMarks.HARMONY.split(response, false)).isEqualTo(new Split("計算する。", "5", true));
        assertThat(ReasoningMarks.HARMONY.split("<|channel|>final<|message|>5", false))
                .isEqualTo(new Split("", "5", true));
        assertThat(ReasoningMarks.HARMONY.split("<|channel|>analysis<|message|>計算する。<|end|>", false).closed())
                .isFalse();
    }

    @Test
    void a_prompt_opens_reasoning_only_at_its_very_end() {
        assertThat(THINK.opened(new Prompt("質問<assistant><think>\n", true))).isTrue();
        assertThat(THINK.opened(new Prompt("質問<assistant><think>\n\n</think>\n", true))).isFalse();
        assertThat(THINK.opened(new Prompt("<think>とは何か<assistant>", true))).isFalse();
        assertThat(THINK.opened(Prompt.plain("質問 <think>"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<think>\n考え</think>\n 答え <thin", "a<b</think>c<think>d</think>e", "<<think>x</</think>y",
            "<think></think></think>z", ""})
    void it_does_not_matter_in_which_pieces_a_response_comes(String response) {
        Splitter whole = new Splitter(THINK, false);
        Split expected = whole.split(whole.add(response) + whole.end());
        for (int size = 1; size < 8; size++) {
            Splitter pieces = new Splitter(THINK, false);
            StringBuilder answer = new StringBuilder();
            for (int i = 0; i < response.length(); i += size) {
                answer.append(pieces.add(response.substring(i, Math.min(response.length(), i + size))));
            }
            answer.append(pieces.end());
            assertThat(pieces.split(answer.toString())).as("pieces of " + size).isEqualTo(expected);
        }
    }

    @Test
    void a_model_that_always_thinks_needs_no_opening_mark() {
        ReasoningMarks marks = new ReasoningMarks("", "[BEGIN FINAL RESPONSE]", List.of("[END FINAL RESPONSE]"));
        assertThat(marks.split("考える。\n[BEGIN FINAL RESPONSE]\n5\n[END FINAL RESPONSE]", true))
                .isEqualTo(new Split("考える。", "5", true));
    }
}
