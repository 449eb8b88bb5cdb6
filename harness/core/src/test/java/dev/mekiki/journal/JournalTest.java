package dev.mekiki.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Instruction;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("journal.jsonl");
    }

    private List<JournalEvent> read() {
        try (Stream<JournalEvent> events = JournalReader.open(folder)) {
            return events.toList();
        }
    }

    private void write(List<JournalEvent> events) {
        try (JournalWriter writer = JournalWriter.open(folder)) {
            events.forEach(event -> writer.append(event));
        }
    }

    /** A start and three samples. */
    private List<JournalEvent> four() {
        return List.of(Events.start(), Events.sample(1), Events.sample(2), Events.sample(3));
    }

    @Test
    void every_kind_of_event_comes_back_as_it_was() {
        write(Events.all());
        assertThat(read()).isEqualTo(Events.all());
        assertThat(Events.all().stream().map(Object::getClass).distinct())
                .as("all kinds are there").hasSize(JournalEvent.class.getPermittedSubclasses().length);
    }

    @Test
    void a_line_is_one_json_object_with_snake_case_keys_and_no_nulls_and_its_checksum_last() throws IOException {
        write(Events.all());
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(Events.all().size()).noneMatch(line -> line.contains("null"))
                .allMatch(line -> line.startsWith("{\"type\":\""));
        assertThat(lines.getFirst()).startsWith(
                "{\"type\":\"run_started\",\"format\":\"mekiki.journal/1\",\"version\":\"0.1.0\",\"at\":\"2026-11-22T01:02:03Z\","
                        + "\"plan\":\"poc\",\"plan_hash\":\"sha256:ab\",\"machine\":{");
        assertThat(lines.get(2)).contains("\"answer\":\"choice\"");
        assertThat(lines.get(3)).contains("\"verdict\":\"action_needed\"");
        assertThat(lines.get(11))
                .contains("\"outcome\":{\"type\":\"timed_out\",\"after_ms\":60000}",
                        "\"labels\":{\"a\":\"1\",\"b\":\"2\"}")
                .doesNotContain("output_tokens");
        for (String line : lines) {
            int at = line.lastIndexOf(",\"crc32c\":\"");
            CRC32C crc = new CRC32C();
            crc.update(line.substring(0, at).getBytes(StandardCharsets.UTF_8));
            assertThat(line.substring(at))
                    .isEqualTo(",\"crc32c\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}");
        }
    }

    @Test
    void events_written_together_are_the_lines_of_events_written_one_by_one() throws IOException {
        write(Events.all());
        byte[] singly = Files.readAllBytes(file());
        Files.delete(file());
        try (JournalWriter writer = JournalWriter.open(folder)) {
            writer.append(Events.all());
            writer.append(List.of());
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(singly);
    }

    @Test
    void the_journal_of_format_version_1_is_still_read() throws IOException {
        try (var in = JournalTest.class.getResourceAsStream("/journal/version-1.jsonl")) {
            assertThat(in).isNotNull();
            Files.write(file(), in.readAllBytes());
        }
        assertThat(read()).isEqualTo(Events.first());
    }

    @Test
    void a_newer_format_and_a_second_start_are_refused() {
        write(List.of(new JournalEvent.RunStarted("mekiki.journal/2", "9", java.time.Instant.EPOCH, "p", "h",
                Events.MACHINE)));
        assertThatThrownBy(this::read).isInstanceOf(JournalException.class).hasMessageContaining("mekiki.journal/2");
    }

    @Test
    void a_journal_that_begins_in_the_middle_is_refused() {
        write(List.of(Events.sample(1)));
        assertThatThrownBy(this::read).hasMessageContaining("does not begin with the start of a run");
    }

    @Test
    void truncated_at_any_byte_the_whole_lines_are_read_and_writing_goes_on() throws IOException {
        write(four());
        byte[] whole = Files.readAllBytes(file());
        int[] ends = ends(whole);
        for (int length = ends[1]; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int cut = length;
            int lines = (int) Arrays.stream(ends).filter(end -> end <= cut).count();
            assertThat(read()).as("cut at byte %d", length).isEqualTo(four().subList(0, lines));
            if (length % 37 == 0 || length == whole.length) {
                List<JournalEvent> expected = new ArrayList<>(four().subList(0, lines));
                expected.add(Events.sample(9));
                write(List.of(Events.sample(9)));
                assertThat(read()).isEqualTo(expected);
            }
        }
    }

    private static int[] ends(byte[] bytes) {
        return java.util.stream.IntStream.range(0, bytes.length).filter(i -> bytes[i] == '\n').map(i -> i + 1)
                .toArray();
    }

    @Test
    void a_flipped_bit_is_never_read_as_an_event() throws IOException {
        write(four());
        byte[] whole = Files.readAllBytes(file());
        int[] ends = ends(whole);
        Random random = new Random(7);
        for (int trial = 0; trial < 250; trial++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), damaged);
            if (at < ends[2]) {
                int line = 1 + (int) Arrays.stream(ends).filter(end -> end <= at).count();
                assertThatThrownBy(this::read).as("byte %d", at).isInstanceOf(JournalException.class)
                        .hasMessageContaining("line " + line + " is damaged");
            } else {
                assertThat(read()).as("the last line counts as torn").isEqualTo(four().subList(0, 3));
            }
        }
    }

    @Test
    void a_damaged_middle_line_is_neither_read_nor_written_over() throws IOException {
        write(four());
        byte[] bytes = Files.readAllBytes(file());
        bytes[ends(bytes)[0] + 30] ^= 1;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> JournalWriter.open(folder)).isInstanceOf(JournalException.class)
                .hasMessageContaining("line 2 is damaged");
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }

    @Test
    void a_whole_last_line_of_an_unknown_kind_is_an_error_and_is_kept() throws IOException {
        write(four());
        String object = "{\"type\":\"from_the_future\"";
        CRC32C crc = new CRC32C();
        crc.update(object.getBytes(StandardCharsets.UTF_8));
        Files.writeString(file(), Files.readString(file()) + object + ",\"crc32c\":\""
                + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}\n");
        assertThatThrownBy(this::read).hasMessageContaining("line 5").hasMessageContaining("from_the_future");
        long size = Files.size(file());
        assertThatThrownBy(() -> JournalWriter.open(folder)).isInstanceOf(JournalException.class);
        assertThat(Files.size(file())).isEqualTo(size);
    }

    @Test
    void only_one_writes_at_a_time() {
        try (JournalWriter writer = JournalWriter.open(folder)) {
            writer.append(Events.start());
            assertThatThrownBy(() -> JournalWriter.open(folder)).isInstanceOf(JournalException.class)
                    .hasMessageContaining("another run writes");
            writer.append(Events.sample(1));
        }
        assertThat(read()).hasSize(2);
    }

    @Test
    void an_interrupt_does_not_break_the_journal() {
        try (JournalWriter writer = JournalWriter.open(folder)) {
            writer.append(Events.start());
            Thread.currentThread().interrupt();
            writer.append(Events.sample(1));
            assertThat(Thread.interrupted()).isTrue();
            writer.append(Events.sample(2));
        }
        assertThat(read()).hasSize(3);
    }

    @Test
    void several_threads_append_whole_lines() throws InterruptedException {
        try (JournalWriter writer = JournalWriter.open(folder)) {
            writer.append(Events.start());
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int first = t * 100;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 25; i++) {
                        writer.append(Events.sample(first + i));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(read()).hasSize(101).doesNotHaveDuplicates();
    }

    @Test
    void a_folder_that_cannot_be_written_and_an_absent_journal() throws IOException {
        assertThat(JournalReader.exists(folder)).isFalse();
        assertThat(read()).isEmpty();
        Path occupied = folder.resolve("occupied");
        Files.writeString(occupied, "a file");
        assertThatThrownBy(() -> JournalWriter.open(occupied)).isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void an_event_that_could_not_be_written_does_not_count() throws IOException {
        JournalWriter writer = JournalWriter.open(folder);
        writer.append(Events.start());
        writer.close();
        assertThatThrownBy(() -> writer.append(Events.sample(1))).isInstanceOf(JournalException.class);
        assertThat(read()).hasSize(1);
    }

    @Test
    void instructions_come_back_as_they_were() throws IOException {
        Sampled plain = Events.sampled(1, new Outcome.Answered(new Outcome.Answer.Text("答え")));
        Sampled asked = new Sampled("hinoki", "house", "form", "q", Optional.empty(), "質問", List.of(), List.of(),
                List.of(),
                List.of(new Instruction("ja:x",
                        new TreeMap<>(Map.of("n", 3L, "r", 0.5, "words", List.of("夢"), "t", "以上")))),
                Map.of(), plain.outcome(), 1, OptionalInt.empty(), OptionalInt.empty(), 1);
        List<JournalEvent> events = List.of(Events.start(), new JournalEvent.SampleDone(plain),
                new JournalEvent.SampleDone(asked));
        write(events);
        assertThat(read()).isEqualTo(events);
        assertThat(Files.readAllLines(file()).get(1)).doesNotContain("instructions");
    }
}
