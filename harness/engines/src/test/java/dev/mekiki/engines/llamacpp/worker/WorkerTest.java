package dev.mekiki.engines.llamacpp.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, without llama.cpp in it. */
class WorkerTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void an_error_is_an_answer_and_the_end_of_the_process_another() throws Exception {
        Worker worker = Worker.start();
        ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> worker.ask(new Request.Library(folder.toString()), Deadline.none(),
                    GenerationListener.NONE)).isInstanceOf(EngineException.class).hasMessageContaining("no libllama");
        }
        assertThatThrownBy(() -> worker.ask(new Request.Encode("x", true), Deadline.none(), GenerationListener.NONE))
                .isInstanceOf(EngineException.class).hasMessage("this worker has no model");
        assertThat(worker.alive()).isTrue();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> worker.ask(new Request.Encode("x", true), Deadline.none(), GenerationListener.NONE))
                .isInstanceOf(Worker.Gone.class).hasMessageContaining("ended (signal 9)");
        worker.close();
    }

    /** They are read when llama.cpp's backends are loaded, so that nothing later could set them. */
    @Test
    void exact_numbers_on_gpus_are_asked_for_in_the_environment() throws Exception {
        LoadSettings exact = LoadSettings.text("lib", "file", new TreeMap<>());
        try (Worker worker = Worker.start(exact.environment())) {
            Path environment = Path.of("/proc", String.valueOf(worker.pid()), "environ");
            assumeTrue(Files.isReadable(environment), "no /proc here");
            assertThat(Files.readString(environment).split("\0")).contains("GGML_VK_DISABLE_F16=1",
                    "NVIDIA_TF32_OVERRIDE=0", "GGML_CUDA_CUBLAS_COMPUTE_TYPE=f32");
        }
    }

    /** Closing its input is all that the system does when the process that started it dies. */
    @Test
    void a_worker_ends_with_its_input() throws Exception {
        Worker worker = Worker.start();
        ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();
        worker.close();
        process.onExit().get(10, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }
}
