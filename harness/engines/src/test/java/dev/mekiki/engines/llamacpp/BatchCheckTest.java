package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.engines.conformance.Checks;
import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.engines.llamacpp.local.Batching;
import dev.mekiki.engines.llamacpp.local.ModelFacts;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BatchCheckTest {
    private static final int VOCABULARY = 50;
    private static final double EACH = Math.log(1.0 / VOCABULARY);

    private static Conformance apart(double nats, Rounding rounding) {
        double[] alone = new double[VOCABULARY];
        Arrays.fill(alone, EACH);
        return new BatchCheck(new LogprobScorer() {
            @Override
            public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<TokenLogprob> score(int[] ids) {
                List<TokenLogprob> all = new ArrayList<>();
                for (int i = 1; i < ids.length; i++) {
                    all.add(new TokenLogprob(ids[i], EACH + (i == 7 ? nats : 0), false));
                }
                return all;
            }
        }, ids -> alone, VOCABULARY, rounding).run();
    }

    private static Rounding rounding(boolean exact, boolean gpu, String... types) {
        return Rounding.of(exact, new ModelFacts("b1", "llama", VOCABULARY, 16, 1, 1, new TreeSet<>(Set.of(types)),
                OptionalInt.empty(), OptionalInt.empty(), false, new TreeSet<>(), Map.of(), Map.of(),
                List.of(new Device(0, gpu ? "CUDA0" : "CPU", "a device", gpu, 0, 0)), List.of(), Optional.empty(),
                Optional.empty()));
    }

    /** SmolLM2-135M as F16 on a processor differs by 0.0014 nats: 16-bit weights round what they are multiplied with. */
    @Test
    void rounding_is_told_and_keeps_nobody_from_answering() {
        Conformance half = apart(0.0014, rounding(true, false, "f16", "f32"));
        assertThat(half.passed()).isTrue();
        assertThat(half.detail()).contains("0.0014 nats").contains("(0.1 allowed, since weights are f16)");
        assertThat(apart(0.01, rounding(true, true, "f32")).detail()).contains("since a GPU may multiply");
        assertThat(apart(0.01, rounding(false, false, "f32")).passed()).isTrue();
        assertThat(apart(0.01, rounding(true, false)).detail()).contains("does not tell the weights' types");
    }

    /** SmolLM2-135M as F32 on a processor differs by less than 1e-5 nats: a hundredth is a wrong number. */
    @Test
    void where_everything_is_f32_a_hundredth_of_a_nat_is_no_rounding() {
        Rounding full = rounding(true, false, "f32");
        assertThat(apart(1e-5, full).passed()).isTrue();
        Conformance wrong = apart(0.01, full);
        assertThat(wrong.passed()).isFalse();
        assertThat(wrong.detail()).contains("0.010 nats apart (0.001 allowed, since everything is F32)");
        assertThat(wrong.blocks()).containsExactlyInAnyOrder(AnswerMode.values());
    }

    /** Kernels of GPUs for one row are others than those for many; what was measured together is allowed between requests. */
    @Test
    void requests_may_differ_where_the_device_or_their_batch_lets_them() {
        assertThat(rounding(true, false, "f16").allowed(Optional.empty())).isEqualTo(Checks.Allowed.F32);
        assertThat(rounding(true, true, "f16").allowed(Optional.empty())).isEqualTo(new Checks.Allowed(0.1, 1e-4));
        assertThat(rounding(true, false, "f32").allowed(Optional.of(new Batching(4, 2e-4, 1e-3, 9, 3))))
                .isEqualTo(new Checks.Allowed(1e-3, 1e-3));
        assertThat(rounding(true, false, "f32").allowed(Optional.of(new Batching(4, 2e-2, 1e-3, 9, 3))))
                .isEqualTo(Checks.Allowed.F32);
    }

    @Test
    void wrong_numbers_keep_a_model_from_every_task() {
        Rounding quantised = rounding(true, false, "f32", "q4_1");
        assertThat(apart(0.5, quantised).passed()).isFalse();
        assertThat(apart(Double.NaN, quantised).passed()).isFalse();
        assertThat(apart(0.5, quantised).blocks()).containsExactlyInAnyOrder(AnswerMode.values());
    }
}
