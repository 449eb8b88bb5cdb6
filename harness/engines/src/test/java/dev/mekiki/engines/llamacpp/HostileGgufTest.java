package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.worker.Request;
import dev.mekiki.engines.llamacpp.worker.Worker;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files, cut off, with counts of 2^60, wrong types and bytes, and descriptions of one tensor put over another's. Needs a libllama.
 * {@code -Dmekiki.mutations=5000} takes as many.
 */
class HostileGgufTest {
    private static final int FILES = Integer.getInteger("mekiki.mutations", 60);
    /** Where the metadata and the tensors' descriptions are. */
    private static final int HEAD = 14_000;
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_damaged_file_is_an_error_or_works_and_harms_nobody(TestReporter reporter) throws Exception {
        Builds.any();
        byte[] good = Files.readAllBytes(TinyGguf.write("llama-tied", false, folder));
        Path file = folder.resolve("damaged.gguf");
        LoadSettings settings = LlamaCppReferenceTest.settings(file, 128);
        Random random = new Random(1);
        Worker worker = Worker.start();
        int refused = 0;
        int ended = 0;
        for (int i = 0; i < FILES; i++) {
            Files.write(file, damaged(good, random));
            try {
                Deadline deadline = Deadline.after(Duration.ofSeconds(20));
                worker.ask(new Request.Open(settings), deadline, GenerationListener.NONE);
                worker.ask(new Request.ScoreIds(List.of(1, 5, 9, 200)), deadline, GenerationListener.NONE);
            } catch (EngineException e) {
                assertThat(e).message().isNotBlank();
                refused++;
            } catch (Worker.Gone e) {
                assertThat(e).message().contains("llama.cpp's process ended (");
                worker.close();
                worker = Worker.start();
                ended++;
            }
        }
        Files.write(file, good);
        worker.ask(new Request.Open(settings), Deadline.none(), GenerationListener.NONE);
        assertThat(worker.ask(new Request.ScoreIds(List.of(1, 5, 9, 200)), Deadline.none(), GenerationListener.NONE))
                .hasSize(3);
        worker.close();
        reporter.publishEntry("damaged files", FILES + ", refused " + refused + ", the worker ended by " + ended);
        assertThat(refused).isBetween(FILES / 4, FILES);
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(6)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                for (int i = 0; i < 4; i++) {
                    bytes[random.nextInt(HEAD)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> buffer.putLong(random.nextInt(HEAD), 1L << (20 + random.nextInt(43)));
            case 3 -> buffer.putInt(random.nextInt(HEAD), random.nextInt(16));
            case 4 -> {
                int length = 8 + random.nextInt(200); // names twice, and what points back into itself
                System.arraycopy(good, random.nextInt(HEAD), bytes, random.nextInt(HEAD), length);
            }
            default -> buffer.putLong(8 + 8 * random.nextInt(2), random.nextBoolean() ? 1L << 60 : random.nextInt(200));
        }
        return bytes;
    }
}
