package dev.mekiki.engines.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.port.EngineException;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Expectations follow lm-evaluation-harness, {@code TemplateLM._encode_pair}, worked out by hand. */
class PairEncoderTest {
    /** One token for each UTF-16 unit, {@code ab} joined into token 9, token 1 before all. */
    private static final Tokenizer LETTERS = new Tokenizer() {
        @Override
        public int[] encode(String text, boolean special) {
            return ((special ? "\u0001" : "") + text.replace("ab", "\u0009")).chars().toArray();
        }

        @Override
        public String decode(int[] ids) {
            return new String(ids, 0, ids.length);
        }

        @Override
        public List<String> tokens(int[] ids) {
            return List.of();
        }
    };
    private final PairEncoder pairs = new PairEncoder(LETTERS, OptionalInt.of(1));

    private int[] continuation(Prompt context, String text) throws EngineException {
        return pairs.continuation(context, pairs.context(context), text);
    }

    @Test
    void white_space_at_the_contexts_end_goes_to_the_continuation() throws EngineException {
        for (String space : new String[]{" ", "  ", "\n", "\u3000", " \n\t"}) {
            assertThat(pairs.context(Prompt.plain("x" + space))).containsExactly(1, 'x');
            assertThat(continuation(Prompt.plain("x" + space), "y"))
                    .containsExactly((space + "y").chars().toArray());
        }
    }

    @Test
    void the_whole_is_encoded_and_split_at_the_contexts_length() throws EngineException {
        // "xab" is 1 x 9: behind the context's three tokens (1 x a) nothing is left of "ab" but what follows it
        assertThat(pairs.context(Prompt.plain("xa"))).containsExactly(1, 'x', 'a');
        assertThat(continuation(Prompt.plain("xa"), "bc")).containsExactly('c');
    }

    @Test
    void an_empty_context_is_the_begin_token() throws EngineException {
        assertThat(pairs.context(Prompt.plain(" "))).containsExactly(1);
        assertThat(continuation(Prompt.plain(" "), "y")).containsExactly(' ', 'y');
    }

    @Test
    void templated_text_gets_no_tokens_added() throws EngineException {
        assertThat(pairs.prompt(new Prompt("x", true))).containsExactly('x');
        assertThat(continuation(new Prompt("x", true), "y")).containsExactly('y');
        assertThat(pairs.prompt(Prompt.plain("x"))).containsExactly(1, 'x');
    }
}
