package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.port.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadTextTest {
    /** Three tokens a kanji, as byte-level vocabularies without Japanese have it, one for ASCII, and one special token. */
    private record Bytes() implements Tokenizer {
        @Override
        public int[] encode(String text, boolean special) {
            return new int[text.getBytes(StandardCharsets.UTF_8).length + (special ? 1 : 0)];
        }

        @Override
        public String decode(int[] ids) {
            return "";
        }

        @Override
        public List<String> tokens(int[] ids) {
            return List.of();
        }
    }

    @Test
    void prompts_have_exactly_the_tokens_asked_for() {
        LoadText bytes = new LoadText(LoadPrompts.counter(new Bytes()), 7);
        LoadText characters = new LoadText(LoadPrompts.counter(new FakeEngine.Characters()), 7);
        for (int tokens = 12; tokens < 400; tokens += 7) {
            assertThat(new Bytes().encode(bytes.prompt(1, tokens), true)).hasSize(tokens);
            assertThat(new FakeEngine.Characters().encode(characters.prompt(1, tokens), true)).hasSize(tokens);
        }
        assertThat(new Bytes().encode(bytes.prompt(1, 8192), true)).hasSize(8192);
    }

    @Test
    void no_two_prompts_share_more_than_a_few_characters_at_their_start_and_all_can_be_made_again() {
        LoadText text = new LoadText(LoadPrompts.counter(new FakeEngine.Characters()), 7);
        Set<String> starts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(starts.add(text.prompt(i, 100).substring(0, 8))).isTrue();
        }
        assertThat(new LoadText(LoadPrompts.counter(new FakeEngine.Characters()), 7).prompt(3, 100))
                .isEqualTo(text.prompt(3, 100));
        assertThat(new LoadText(LoadPrompts.counter(new FakeEngine.Characters()), 8).prompt(3, 100))
                .isNotEqualTo(text.prompt(3, 100));
    }
}
