package dev.mekiki.engines.served;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Logs are those of vLLM 0.32, shortened. */
class EndingTest {
    @Test
    void whatVllmsWorkerLackedIsSaidAndNotWhatCameOfIt() {
        Ending ending = new Ending(OptionalInt.of(1), List.of(
                "(VllmWorker-0 pid=7) ERROR 11-22 21:11:21 [multiproc_executor.py:953] WorkerProc failed to start.",
                "(VllmWorker-0 pid=7) ERROR 11-22 21:11:21 [multiproc_executor.py:953]     raise ValueError(",
                "(VllmWorker-0 pid=7) ERROR 11-22 21:11:21 [multiproc_executor.py:953] ValueError: Available memory on node 0"
                        + " (14.0/16.84 GiB) on startup is less than desired CPU memory utilization (0.92, 15.49 GiB).",
                "(EngineCore pid=8) ERROR 11-22 21:11:24 [core.py:1510] EngineCore failed to start.",
                "(APIServer pid=9) Traceback (most recent call last):",
                "(APIServer pid=9)     raise RuntimeError(",
                "(APIServer pid=9) RuntimeError: Engine core initialization failed. See root cause above."));

        assertThat(ending.outOfMemory()).isTrue();
        assertThat(ending.words()).startsWith("ended (exit 1) out of memory")
                .endsWith(
                        ": ValueError: Available memory on node 0 (14.0/16.84 GiB) on startup is less than desired CPU"
                                + " memory utilization (0.92, 15.49 GiB).");
    }

    @Test
    void theFirstExceptionIsTheCauseOfThoseBehindIt() {
        Ending ending = new Ending(OptionalInt.of(1), List.of(
                "(EngineCore pid=8) ERROR 11-22 21:11:24 [core.py:1510] ValueError: Unsupported head size 33",
                "(APIServer pid=9) RuntimeError: Engine core initialization failed. See root cause above."));

        assertThat(ending.outOfMemory()).isFalse();
        assertThat(ending.words()).isEqualTo("ended (exit 1): ValueError: Unsupported head size 33");
    }

    @Test
    void withoutAnExceptionTheLastTellingLinesAreShown() {
        assertThat(new Ending(OptionalInt.of(1), List.of("loading", "error: unknown argument --x", "bye")).words())
                .isEqualTo("ended (exit 1): error: unknown argument --x");
        assertThat(new Ending(OptionalInt.of(137), List.of("loading")).words())
                .isEqualTo("ended (signal 9), as a system does that runs out of memory: loading");
    }
}
