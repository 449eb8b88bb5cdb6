package dev.mekiki.engines.llamacpp.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.nio.file.Path;
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
