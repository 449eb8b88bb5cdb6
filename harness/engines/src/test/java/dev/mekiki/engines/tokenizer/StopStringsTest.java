package dev.mekiki.engines.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void a_stop_string_is_found_however_the_text_is_cut() {
        String text = "東京です。\n\n質問：次は";
        String expected = "東京です。";
        for (int a = 0; a <= text.length(); a++) {
            for (int b = a; b <= text.length(); b++) {
                StopStrings stops = new StopStrings(List.of("。。", "\n\n質問"));
                String out = stops.add(text.substring(0, a)) + stops.add(text.substring(a, b))
                        + stops.add(text.substring(b)) + stops.end();
                assertThat(stops.found()).isTrue();
                assertThat(out).isEqualTo(expected);
            }
        }
    }

    @Test
    void what_could_begin_one_is_held_and_given_out_when_it_does_not() {
        StopStrings stops = new StopStrings(List.of("aab", "ab\n"));
        assertThat(stops.add("xa")).isEqualTo("x");
        assertThat(stops.add("a")).isEmpty();
        assertThat(stops.add("c")).isEqualTo("aac");
        assertThat(stops.add("ab")).isEmpty();
        assertThat(stops.end()).isEqualTo("ab");
        assertThat(stops.found()).isFalse();
    }

    @Test
    void the_first_of_several_counts() {
        StopStrings stops = new StopStrings(List.of("。", "です", ""));
        assertThat(stops.add("東京です。")).isEqualTo("東京");
        assertThat(stops.add("more")).isEmpty();
        assertThat(stops.found()).isTrue();
    }
}
