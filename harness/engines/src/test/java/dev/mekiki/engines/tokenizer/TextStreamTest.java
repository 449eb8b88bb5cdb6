package dev.mekiki.engines.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.engines.Models;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextStreamTest {
    private static HubTokenizer tokenizer;

    @BeforeAll
    static void open() throws UnusableModel {
        tokenizer = HubTokenizer.open(ModelFolder.of(Models.folder("llama-bf16").toString()));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"目利きは、会社が選ぶ。", "𠮷野家で👍🏽と👨‍👩‍👧", "ﾊﾝｶｸ ｶﾅ と 全角", " 前後の空白 \n\n", "a", "", "\u0000\u0001",
            "\uFFFD"})
    void streamed_text_is_the_text_and_never_half_a_character(String text) {
        streams(TextStream.of(tokenizer), text);
        streams(new WindowedText(tokenizer), text);
    }

    private static void streams(TextStream stream, String text) {
        StringBuilder out = new StringBuilder();
        for (int id : tokenizer.encode(text, false)) {
            String piece = stream.add(id);
            assertThat(piece).doesNotContain(text.contains("\uFFFD") ? "\0" : "\uFFFD");
            assertThat(new String(piece.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(piece);
            out.append(piece);
        }
        out.append(stream.end());
        assertThat(out).hasToString(text);
    }

    @Test
    void bytes_that_never_become_a_character_are_given_out_in_the_end() {
        assertThat(TextStream.of(tokenizer)).isInstanceOf(ByteText.class);
        broken(TextStream.of(tokenizer), TextStream.of(tokenizer));
        broken(new WindowedText(tokenizer), new WindowedText(tokenizer));
    }

    private static void broken(TextStream stream, TextStream broken) {
        int[] euro = tokenizer.encode("€", false);
        assertThat(stream.add(euro[0])).isEmpty();
        assertThat(stream.end()).isEqualTo("\uFFFD");
        StringBuilder out = new StringBuilder(broken.add(euro[0]));
        for (int id : tokenizer.encode("abc", false)) {
            out.append(broken.add(id));
        }
        assertThat(out.append(broken.end())).hasToString("\uFFFDabc");
    }

    @Test
    void special_tokens_are_added_once_and_not_read_out() {
        int[] ids = tokenizer.encode("東京", true);
        assertThat(ids[0]).isEqualTo(1);
        assertThat(tokenizer.encode("<s>東京", true)).containsExactly(ids);
        assertThat(tokenizer.encode("<s>東京", false)).containsExactly(ids);
        assertThat(tokenizer.decode(ids)).isEqualTo("東京");
        assertThat(tokenizer.tokens(ids)).startsWith("<s>").hasSize(ids.length);
    }

    @Test
    void tokens_stand_for_the_bytes_that_the_library_decodes() {
        for (int first = 0; first < 288; first++) {
            for (int second = 0; second < 288; second += 7) {
                TextStream stream = TextStream.of(tokenizer);
                String streamed = stream.add(first) + stream.add(second) + stream.end();
                // bytes that are no text may make one replacement character or two
                assertThat(streamed.replaceAll("\uFFFD+", "\uFFFD")).isEqualTo(
                        tokenizer.decode(new int[]{first, second}).replaceAll("\uFFFD+", "\uFFFD"));
            }
        }
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() {
        assertThat(tokenizer.decode(tokenizer.encode("a\uD83D", false))).isEqualTo("a\uFFFD");
    }
}
