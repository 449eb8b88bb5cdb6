package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.Sampled;
import dev.mekiki.journal.JournalReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is killed without warning, again and again, and must end as if it never had been. */
class KilledRunTest {
    private static final int KILLS = 20;
    private static final int SAMPLES = 60;

    @TempDir
    Path folder;

    @Test
    void killed_at_twenty_moments_a_run_ends_as_an_uninterrupted_one() throws Exception {
        Random random = new Random(20261122);
        List<Path> runs = new ArrayList<>();
        int kills = 0;
        while (kills < KILLS) {
            Path run = folder.resolve("run" + runs.size());
            runs.add(run);
            boolean ended = false;
            while (!ended && kills < KILLS) {
                ended = !killed(run, random.nextInt(120));
                if (!ended) {
                    kills++;
                    if (kills % 3 == 0) {
                        tear(run, random);
                    }
                }
            }
        }
        Path uninterrupted = folder.resolve("uninterrupted");
        assertThat(JournalledRun.run(uninterrupted, JournalledRun.plan(SAMPLES)).complete()).isTrue();
        Map<String, String> expected = content(uninterrupted);
        assertThat(expected).hasSize(3 * (2 * SAMPLES + 10) + 2);
        for (Path run : runs) {
            assertThat(JournalledRun.run(run, JournalledRun.plan(SAMPLES)).complete()).isTrue();
            assertThat(content(run)).isEqualTo(expected);
        }
        long resumed = 0;
        for (Path run : runs) {
            resumed += Files.readString(run.resolve("journal.jsonl")).lines()
                    .filter(line -> line.contains("\"run_resumed\"")).count();
        }
        assertThat(resumed).as("most kills hit a run that had begun").isGreaterThan(KILLS / 2);
    }

    @Test
    void a_full_disk_ends_the_run_with_a_clear_error_and_the_same_command_goes_on() throws Exception {
        Path shell = Path.of("/bin/sh");
        Assumptions.assumeTrue(Files.isExecutable(shell), "needs /bin/sh to limit the size of files");
        // ulimit counts blocks of 512 bytes: the journal cannot grow beyond 20 KiB, as on a disk without space
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 40; exec \"$@\"", "sh"));
        command.addAll(java(folder));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(3);
        assertThat(said).contains("journal.jsonl cannot be written", "what was journalled before is safe");
        byte[] bytes = Files.readAllBytes(folder.resolve("journal.jsonl"));
        assertThat(bytes.length).isBetween(15_000, 20_480);
        assertThat(bytes[bytes.length - 1]).as("no half line is left").isEqualTo((byte) '\n');
        assertThat(JournalledRun.run(folder, JournalledRun.plan(SAMPLES)).complete()).isTrue();
        assertThat(content(folder)).hasSize(3 * (2 * SAMPLES + 10) + 2);
    }

    private static List<String> java(Path run) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                JournalledRun.class.getName(), run.toString(), String.valueOf(SAMPLES));
    }

    /** @return false if the run came to its end first */
    private static boolean killed(Path run, int afterMs) throws IOException, InterruptedException {
        Path journal = run.resolve("journal.jsonl");
        long before = Files.exists(journal) ? Files.size(journal) : 0;
        Process process = new ProcessBuilder(java(run)).inheritIO().start();
        while (process.isAlive() && (!Files.exists(journal) || Files.size(journal) <= before)) {
            Thread.sleep(1);
        }
        if (process.waitFor(afterMs, TimeUnit.MILLISECONDS)) {
            assertThat(process.exitValue()).isZero();
            return false;
        }
        // SIGKILL on Linux and macOS
        process.destroyForcibly().waitFor();
        return true;
    }

    /** As a power cut would: part of the last line is not on the disk. */
    private static void tear(Path run, Random random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(run.resolve("journal.jsonl").toFile(), "rw")) {
            file.setLength(Math.max(0, file.length() - 1 - random.nextInt(200)));
        }
    }

    /** What counts of a journal, times aside: newest line of each sample, requests of the finished load profile, tasks. */
    private static Map<String, String> content(Path run) throws InvalidInput {
        Map<String, String> content = new TreeMap<>();
        try (Stream<JournalEvent> events = JournalReader.open(run)) {
            events.forEachOrdered(event -> {
                if (event instanceof JournalEvent.SampleDone done) {
                    Sampled sampled = done.sampled();
                    content.put(SampleKey.of(sampled).toString(), sampled.prompt() + sampled.outcome());
                } else if (event instanceof JournalEvent.LoadStarted started) {
                    content.keySet().removeIf(key -> key.startsWith("load " + started.candidate() + " "));
                } else if (event instanceof JournalEvent.LoadRequestDone done) {
                    LoadRequest request = done.request();
                    content.put("load " + done.candidate() + " " + request.index(),
                            request.inputTokens() + " " + request.outputTokens() + " " + request.finish());
                } else if (event instanceof JournalEvent.TaskPlanned task) {
                    content.put("task " + task.path(), task.toString());
                }
            });
        }
        return content;
    }
}
