package dev.mekiki.engines.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import dev.mekiki.domain.Conformance;
import dev.mekiki.engines.Models;
import dev.mekiki.engines.safetensors.TensorView;
import dev.mekiki.port.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in jlama's own quantised formats, as jlama itself writes them. */
class QuantisedTest {
    @TempDir
    Path temporary = Path.of("");

    @ParameterizedTest
    @CsvSource({"llama-tied, Q4", "llama-untied, Q4", "mistral, Q4", "llama-tied, I8", "qwen2-f32, Q4", "granite, I8"})
    void quantised_models_compute_what_their_files_say(String name, DType type) throws Exception {
        Path source = Files.createDirectory(temporary.resolve(name));
        try (Stream<Path> files = Files.list(Models.folder(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, source.resolve(file.getFileName()));
            }
        }
        Files.writeString(source.resolve("README.md"), "# made by a test\n");
        Path folder = SafeTensorSupport.quantizeModel(source, type, new String[]{"norm"}, null,
                Optional.of(temporary.resolve("quantised")));
        Inspection found = Inspection.of(Models.candidate(folder));
        String tensor = "model.layers.1.mlp.down_proj.weight";
        var expected = SafeTensorSupport.loadWeights(folder.toFile()).load(tensor);
        TensorView view = found.tensors().view(tensor);
        float[] row = new float[view.columns()];
        view.row(5, row);
        for (int i = 0; i < row.length; i++) {
            assertThat(row[i]).isCloseTo(expected.get(5, i), within(1e-7f));
        }
        try (Engine engine = new JlamaProvider().open(Models.candidate(folder))) {
            assertThat(engine.conformance()).allMatch(Conformance::passed);
            assertThat(engine.modelBytes().getAsLong()).isPositive();
        }
    }
}
