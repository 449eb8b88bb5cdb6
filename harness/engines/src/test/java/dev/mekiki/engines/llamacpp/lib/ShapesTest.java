package dev.mekiki.engines.llamacpp.lib;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The defaults that real builds return, as they were read from them; offsets as in each build's llama.h. */
class ShapesTest {
    private static final int MINUS_ONE = 0xbf800000;

    /**
     * What a build returns.
     *
     * @param size bytes that it writes
     * @param words of 4 bytes
     */
    record Seen(String build, int size, List<Integer> words) {
        Seen(String build, int size, int... words) {
            this(build, size, Arrays.stream(words).boxed().toList());
        }

        int[] array() {
            return words.stream().mapToInt(Integer::intValue).toArray();
        }

        Parameters parameters() {
            MemorySegment memory = MemorySegment.ofArray(new long[Parameters.OPAQUE / 8]);
            for (int i = 0; i < words.size(); i++) {
                memory.set(ValueLayout.JAVA_INT, 4L * i, words.get(i));
            }
            return new Parameters(memory, size);
        }
    }

    private static final Seen MODEL_B6673 = new Seen("b6673", 69,
            0, 0, 0, 0, 0x3e7, 1, 0, 0xa5a5a5a5, 0, 0, 0, 0, 0, 0, 0, 0, 0x100, 0xa5a5a501);
    private static final Seen MODEL_B8121 = new Seen("b8121", 72,
            0, 0, 0, 0, -1, 1, 0, 0xa5a5a5a5, 0, 0, 0, 0, 0, 0, 0, 0, 0x100, 0x100);
    private static final Seen MODEL_V050 = new Seen("v0.5.0", 78,
            0, 0, 0, 0, -1, 1, -1, 1, 0, 0xa5a5a5a5, 0, 0, 0, 0, 0, 0, 0, 0, 0x10000, 0xa5a50000);
    private static final Seen CONTEXT_B6673 = new Seen("b6673", 118,
            0x200, 0x800, 0x200, 1, 4, 4, -1, -1, -1, -1, 0, 0, MINUS_ONE, MINUS_ONE, MINUS_ONE, MINUS_ONE, 0,
            MINUS_ONE, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0x1010100, 0xa5a50001);
    private static final Seen CONTEXT_B9842 = new Seen("b9842", 160,
            0x200, 0x800, 0x200, 1, 0, 0, 4, 4, 0, -1, -1, -1, -1, 0, 0, MINUS_ONE, MINUS_ONE, MINUS_ONE,
            MINUS_ONE, 0, MINUS_ONE, 0xa5a5a5a5, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0x1010100, 0xa5a50001, 0, 0, 0,
            0, 0, 0);
    private static final Seen CONTEXT_V050 = new Seen("v0.5.0", 160,
            0x200, 0x800, 0x200, 1, 0, 0, 1, 4, 4, 0, -1, -1, -1, -1, 0, 0, MINUS_ONE, MINUS_ONE, MINUS_ONE,
            MINUS_ONE, 0, MINUS_ONE, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0x1010100, 0xa5a50001, 0, 0, 0, 0, 0, 0);

    @Test
    void models_parameters_of_known_builds() {
        assertThat(ModelShape.of(MODEL_B6673.parameters())).contains(new ModelShape(64));
        assertThat(ModelShape.of(MODEL_B8121.parameters())).contains(new ModelShape(64));
        assertThat(ModelShape.of(MODEL_V050.parameters())).contains(new ModelShape(72));
    }

    @Test
    void contexts_parameters_of_known_builds() {
        assertThat(ContextShape.of(CONTEXT_B6673.parameters())).contains(new ContextShape(36, 88, 117));
        assertThat(ContextShape.of(CONTEXT_B9842.parameters())).contains(new ContextShape(48, 104, 133));
        assertThat(ContextShape.of(CONTEXT_V050.parameters())).contains(new ContextShape(52, 104, 133));
    }

    static Stream<Seen> contexts() {
        return Stream.of(CONTEXT_B6673, CONTEXT_B9842, CONTEXT_V050);
    }

    /** A member more or less anywhere before the switches, as a later build might have it. */
    @ParameterizedTest
    @MethodSource("contexts")
    void a_context_with_a_member_more_is_not_taken_for_another(Seen seen) {
        ContextShape known = ContextShape.of(seen.parameters()).orElseThrow();
        for (int at = 0; at * 4 < known.keys(); at++) {
            List<Integer> moved = new ArrayList<>(seen.words());
            moved.addAll(at, List.of(7, 9));
            assertThat(ContextShape.of(new Seen(seen.build(), seen.size() + 8, moved).parameters())).as("at " + at * 4)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void a_context_that_ends_before_its_switches_is_unknown(Seen seen) {
        assertThat(ContextShape.of(new Seen(seen.build(), 80, seen.words()).parameters())).isEmpty();
    }

    @Test
    void a_model_with_other_switches_is_unknown() {
        int[] words = MODEL_B8121.array();
        words[16] = 0x101; // the vocabulary alone is no default
        assertThat(ModelShape.of(new Seen("changed", 72, words).parameters())).isEmpty();
        assertThat(ModelShape.of(new Seen("longer", 96, MODEL_B8121.words()).parameters())).isEmpty();
    }
}
