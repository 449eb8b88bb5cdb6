package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On the GPU that {@code MEKIKI_TEST_GPU} names as llama.cpp does ({@code Vulkan0}, {@code CUDA0}). Without any there is Mesa's llvmpipe,
 * a Vulkan device in software, which ggml takes where {@code GGML_VK_VISIBLE_DEVICES=0}.
 */
@EnabledIfEnvironmentVariable(named = "MEKIKI_TEST_GPU", matches = ".+", disabledReason = "MEKIKI_TEST_GPU names no GPU")
class GpuTest {
    private static final String GPU = String.valueOf(System.getenv("MEKIKI_TEST_GPU"));
    private static final boolean SOFTWARE = "0".equals(System.getenv("GGML_VK_VISIBLE_DEVICES"));

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> models() throws IOException {
        return Models.names().stream();
    }

    private static Engine open(Path file, String... options) throws EngineException {
        String[] all = Stream.concat(Stream.of("context", "256", "devices", GPU), Stream.of(options))
                .toArray(String[]::new);
        return new LlamaCppProvider().open(LlamaCppReferenceTest.candidate(file, all));
    }

    /**
     * What is promised for files of 32-bit numbers; GELU is computed as such here, other than on the processor. llvmpipe
     * takes powers from a polynomial, of which rotary positions are made: models without them (GPT-2) keep the promise.
     */
    @ParameterizedTest
    @MethodSource("models")
    void agrees_with_transformers_in_float64(String name) throws Exception {
        Models.Reference reference = Models.reference(name);
        double nats = name.startsWith("gpt2") || !SOFTWARE ? 1e-3 : 1e-2;
        try (Engine engine = open(TinyGguf.write(name, false, folder))) {
            LlamaCppReferenceTest.assertAgrees(engine.logprobs().orElseThrow(), reference, nats);
            assertThat(engine.generate(Prompt.plain(reference.prompt()), GenerationSettings.greedy(16, List.of()), 0,
                    Deadline.none(), GenerationListener.NONE).text()).isEqualTo(reference.greedyText());
        }
    }

    @Test
    void it_is_used_and_its_memory_told() throws Exception {
        try (Engine engine = open(TinyGguf.write("llama-tied", true, folder), "gpu-layers", "all", "parallel", "4")) {
            assertThat(engine.description().resolved().get("devices")).contains(GPU);
            assertThat(engine.conformance()).allSatisfy(
                    check -> assertThat(check.passed()).as(check.check() + ": " + check.detail()).isTrue());
            assertThat(engine.conformance()).filteredOn(check -> check.check().equals("devices"))
                    .extracting(Conformance::detail).singleElement().asString().contains(GPU);
        }
    }

    @Test
    void one_that_is_not_there_is_an_error_that_names_this_one() throws Exception {
        Path file = TinyGguf.write("llama-tied", true, folder);
        assertThatThrownBy(() -> open(file, "devices", "CUDA7")).isInstanceOf(EngineException.class)
                .hasMessageContaining("device CUDA7 is asked for; llama.cpp finds ").hasMessageContaining(GPU);
    }
}
