package dev.mekiki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTests {
    @Test
    void wide_characters_take_two_columns() {
        assertThat(TextTable.width("目利き")).isEqualTo(6);
        assertThat(TextTable.width("ﾊﾝｶｸ")).isEqualTo(4);
        assertThat(TextTable.width("𠮷")).isEqualTo(2);
        assertThat(TextTable.width("が")).as("combining voiced mark").isEqualTo(2);
    }

    @Test
    void columns_line_up_under_japanese_headers() {
        assertThat(new TextTable(List.of("候補", "備考"), List.of(List.of("hinoki", "選定"), List.of("杉", "–"))).lines(80))
                .containsExactly("候補    備考", "hinoki  選定", "杉      –");
    }

    @Test
    void the_last_column_is_wrapped_and_no_line_is_too_long() {
        String text = "ライセンスは商用利用を認めていません。".repeat(6);
        List<String> lines = new TextTable(List.of(), List.of(List.of("because", text))).lines(60);
        assertThat(lines).hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(60));
        assertThat(String.join("",
                lines.stream().map(line -> line.substring(line.startsWith("because") ? 9 : 0).strip()).toList()))
                .isEqualTo(text);
    }

    @Test
    void no_line_starts_with_a_closing_mark() {
        assertThat(TextTable.wrap("あいうえお。かきくけこ、さしすせそ。", 10))
                .noneMatch(line -> line.startsWith("。") || line.startsWith("、"));
    }

    @Test
    void control_characters_are_shown_not_obeyed() {
        assertThat(TextTable.plain("a\u001b[31mb\u202ec")).isEqualTo("a\\u001b[31mb\\u202ec");
    }
}
