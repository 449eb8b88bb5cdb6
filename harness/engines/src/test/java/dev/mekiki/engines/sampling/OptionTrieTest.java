package dev.mekiki.engines.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OptionTrieTest {
    private static final List<Integer> ENDS = List.of(9);

    private static List<Integer> allowed(OptionTrie at) {
        float[] masked = at.masked(new float[10], ENDS);
        return IntStream.range(0, 10).filter(id -> masked[id] == 0).boxed().toList();
    }

    @Test
    void only_tokens_that_continue_an_option_are_left() {
        OptionTrie trie = OptionTrie.of(List.of(new int[]{1, 2}, new int[]{1, 3, 4}, new int[]{5}));
        assertThat(allowed(trie)).containsExactly(1, 5);
        assertThat(allowed(trie.step(1))).containsExactly(2, 3);
        assertThat(trie.step(5).decided()).isTrue();
        assertThat(trie.step(5).option()).hasValue(2);
        assertThat(trie.step(1).step(3).step(4).option()).hasValue(1);
        assertThat(trie.needsEnd()).isFalse();
    }

    @Test
    void behind_an_option_that_begins_another_the_end_of_the_text_decides() {
        OptionTrie trie = OptionTrie.of(List.of(new int[]{1, 2}, new int[]{1}));
        OptionTrie both = trie.step(1);
        assertThat(both.decided()).isFalse();
        assertThat(both.option()).hasValue(1);
        assertThat(allowed(both)).containsExactly(2, 9);
        assertThat(trie.needsEnd()).isTrue();
    }

    @Test
    void of_equal_options_the_first_counts_and_empty_ones_are_none() {
        assertThat(OptionTrie.of(List.of(new int[]{1}, new int[]{1})).step(1).option()).hasValue(0);
        assertThatThrownBy(() -> OptionTrie.of(List.of(new int[]{1}, new int[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OptionTrie.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
