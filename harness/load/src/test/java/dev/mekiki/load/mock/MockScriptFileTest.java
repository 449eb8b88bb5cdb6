package dev.mekiki.load.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MockScriptFileTest {
    @TempDir
    private Path folder;

    private MockScript read(String yaml) throws Exception {
        return MockScriptFile.read(Files.writeString(folder.resolve("mock.yaml"), yaml));
    }

    @Test
    void a_script() throws Exception {
        MockScript script = read("""
                mock: mekiki/1
                concurrent: 4
                answers:
                  - {times: 2, first-token: 200ms, interval: {mean: 20ms, spread: 1.5ms}, stall: {after: 3, for: 2s}}
                  - {status: 429, retry-after: 1s}
                """);
        assertThat(script.concurrent()).hasValue(4);
        assertThat(script.answers().getFirst().interval().spread()).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(script.answer(1).stallFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(script.answer(2).status()).isEqualTo(429);
        assertThat(script.answer(3).status()).isEqualTo(200);
    }

    @Test
    void all_that_is_wrong_is_told() {
        assertThatThrownBy(() -> read("""
                mock: mekiki/2
                answers: [{tokens: 0, fault: explode, first-token: soon}]
                """)).isInstanceOf(InvalidInput.class).hasMessageContaining("mekiki/1")
                .hasMessageContaining("answers[0].tokens").hasMessageContaining("explode")
                .hasMessageContaining("“soon”");
        assertThatThrownBy(() -> read("mock: mekiki/1\nanswers:\n  - {tokns: 3}\n")).isInstanceOf(InvalidInput.class)
                .hasMessageContaining("answers[0].tokns");
        assertThatThrownBy(() -> read("a: [")).isInstanceOf(InvalidInput.class).hasMessageContaining("no YAML");
    }
}
