package dev.mekiki.engines.llamacpp.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.engines.llamacpp.Builds;
import dev.mekiki.engines.llamacpp.TinyGguf;
import dev.mekiki.engines.llamacpp.lib.ContextSettings;
import dev.mekiki.engines.llamacpp.lib.Libllama;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.LlamaModel;
import dev.mekiki.engines.llamacpp.lib.ModelSettings;
import dev.mekiki.engines.llamacpp.lib.Piece.Wanted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs a libllama. */
class TogetherLanesTest {
    private static final int STEPS = 40;
    @TempDir
    private Path folder = Path.of("");

    private static float[] step(Lane lane, int position, int vocabulary) throws LlamaException {
        float[] logits = new float[vocabulary];
        lane.compute(new int[]{7 + position}, 0, 1, position, Wanted.LAST,
                (context, row) -> context.logits(row, logits));
        return logits;
    }

    /** llama.cpp refuses a call as a whole where one of its tokens is in no place that follows. */
    @Test
    void a_piece_that_llama_cpp_refuses_fails_alone() throws Exception {
        Path library = Builds.any();
        Path file = TinyGguf.write("llama-tied", true, folder);
        LlamaModel model = Libllama.open(library).load(file, ModelSettings.usual());
        ContextSettings settings = ContextSettings.exact(256, 1);
        int vocabulary = model.vocabulary().size();
        List<float[]> expected = new ArrayList<>();
        try (Together alone = new Together(model.context(settings.with(1)), 1)) {
            Lane lane = alone.take();
            for (int i = 0; i < STEPS; i++) {
                expected.add(step(lane, i, vocabulary));
            }
        }
        AtomicInteger refused = new AtomicInteger();
        List<float[]> found = new ArrayList<>();
        try (Together lanes = new Together(model.context(settings.with(2)), 2)) {
            Lane good = lanes.take();
            Lane bad = lanes.take();
            CyclicBarrier both = new CyclicBarrier(2);
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < STEPS; i++) {
                        both.await();
                        try {
                            step(bad, i == 0 ? 0 : 100 + i, vocabulary);
                        } catch (LlamaException e) {
                            refused.incrementAndGet();
                        }
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < STEPS; i++) {
                both.await();
                found.add(step(good, i, vocabulary));
            }
            other.join();
        }
        model.close();
        assertThat(refused).hasValue(STEPS - 1);
        for (int i = 0; i < STEPS; i++) {
            assertThat(found.get(i)).containsExactly(expected.get(i));
        }
    }
}
