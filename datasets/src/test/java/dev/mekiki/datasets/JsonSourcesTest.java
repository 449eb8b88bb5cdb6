package dev.mekiki.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSourcesTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Problem> problems(dev.mekiki.port.DatasetSource source, Path file) {
        return catchThrowableOfType(InvalidInput.class, () -> source.read(file)).problems();
    }

    @Test
    void json_lines_keep_types_and_order() throws Exception {
        Path file = file("a.jsonl", "\uFEFF" + """
                {"b": 1, "a": 2.5, "t": "東京𠮷", "l": [1, "x", null], "n": null, "m": {"k": true}}

                {"b": 12345678901234567890123}
                """.replace("\n\n", "\r\n\n"));
        List<Map<String, Object>> rows = new JsonLinesSource().read(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).keySet()).containsExactly("b", "a", "t", "l", "m");
        assertThat(rows.get(0)).containsEntry("b", 1L).containsEntry("a", 2.5).containsEntry("t", "東京𠮷")
                .containsEntry("m", Map.of("k", true));
        assertThat(rows.get(0).get("l")).isEqualTo(Arrays.asList(1L, "x", null));
        assertThat(rows.get(1)).containsEntry("b", new BigInteger("12345678901234567890123"));
    }

    @Test
    void every_bad_line_is_told_with_its_number() throws Exception {
        Path file = file("a.jsonl", "{\"a\": 1}\n{\"a\": \n[1]\n{\"a\": 1, \"a\": 2}\n{\"a\": 1} x\n{\"a\": 2}");
        assertThat(problems(new JsonLinesSource(), file)).extracting(Problem::line).containsExactly(OptionalInt.of(2),
                OptionalInt.of(3), OptionalInt.of(4), OptionalInt.of(5));
    }

    @Test
    void json_is_an_array_or_an_object_with_a_single_array() throws Exception {
        assertThat(new JsonArraySource().read(file("a.json", "[{\"a\": 1}, {\"a\": 2}]"))).hasSize(2);
        assertThat(new JsonArraySource()
                .read(file("b.json", "{\"version\": \"1.3\", \"meta\": {\"x\": [1]}, \"data\": [{\"a\": 1}]}")))
                .containsExactly(Map.of("a", 1L));
        assertThat(problems(new JsonArraySource(), file("c.json", "{\"a\": [{}], \"b\": [{}]}"))).singleElement()
                .extracting(Problem::message).asString().contains("2: a, b");
        assertThat(problems(new JsonArraySource(), file("d.json", "{\"a\": 1}"))).singleElement()
                .extracting(Problem::message).asString().contains("found an object with none");
        assertThat(problems(new JsonArraySource(), file("e.json", "3"))).singleElement().extracting(Problem::message)
                .asString().contains("found a number");
        assertThat(problems(new JsonArraySource(), file("f.json", ""))).singleElement().extracting(Problem::message)
                .asString().contains("found nothing");
    }

    @Test
    void json_lines_named_json_are_read_as_such() throws Exception {
        assertThat(new JsonArraySource().read(file("a.json", "{\"a\": 1}\n{\"a\": 2}\n"))).hasSize(2);
    }

    @Test
    void a_row_that_is_no_object_is_told_with_its_line() throws Exception {
        List<Problem> problems = problems(new JsonArraySource(), file("a.json", "[\n{\"a\": 1},\n3,\n[4]\n]"));
        assertThat(problems).extracting(Problem::line).containsExactly(OptionalInt.of(3), OptionalInt.of(4));
    }

    @Test
    void broken_json_is_told_with_its_line() throws Exception {
        List<Problem> problems = problems(new JsonArraySource(), file("a.json", "[\n{\"a\": 1},\n{\"a\": }\n]"));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).hasValue(3);
            assertThat(problem.message()).startsWith("is not JSON");
        });
        assertThat(problems(new JsonArraySource(), file("b.json", "[{\"a\": 1}] []"))).singleElement()
                .extracting(Problem::message).asString().contains("more after");
    }

    @Test
    void depth_length_rows_and_size_are_bounded() throws Exception {
        Limits small = new Limits(200, 3, 5, 20, 4, 10);
        assertThat(problems(new JsonLinesSource(small), file("deep.jsonl", "{\"a\": [[[[[[1]]]]]]}"))).hasSize(1);
        assertThat(problems(new JsonLinesSource(small), file("long.jsonl", "{\"a\": \"" + "x".repeat(30) + "\"}")))
                .hasSize(1);
        assertThat(problems(new JsonLinesSource(small), file("rows.jsonl", "{}\n".repeat(5)))).singleElement()
                .extracting(Problem::message).asString().contains("more than 3 rows");
        assertThat(problems(new JsonArraySource(small), file("rows.json", "[{},{},{},{},{}]"))).singleElement()
                .extracting(Problem::message).asString().contains("more than 3 rows");
        assertThat(problems(new JsonLinesSource(small), file("big.jsonl", "{}\n".repeat(100)))).singleElement()
                .extracting(Problem::message).asString().contains("larger than 200 bytes");
        assertThat(
                problems(new JsonLinesSource(small), file("wide.jsonl", "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}")))
                .hasSize(1);
        assertThat(problems(new JsonLinesSource(small), file("many.jsonl", "x\n".repeat(50)))).hasSize(11);
    }

    @Test
    void a_number_with_a_huge_exponent_costs_nothing() throws Exception {
        List<Map<String, Object>> rows = new JsonLinesSource()
                .read(file("a.jsonl", "{\"a\": 1e999999999, \"b\": 0.1}"));
        assertThat(String.valueOf(rows.getFirst().get("a"))).hasSizeLessThan(30);
        assertThat(rows.getFirst()).containsEntry("b", 0.1);
    }

    @Test
    void what_is_not_utf8_is_refused_with_its_line_and_what_to_do() throws Exception {
        Path file = folder.resolve("sjis.jsonl");
        Files.write(file, "{\"a\": \"x\"}\n{\"a\": \"東京\"}\n".getBytes(Charset.forName("Shift_JIS")));
        assertThat(problems(new JsonLinesSource(), file)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).hasValue(2);
            assertThat(problem.message()).contains("UTF-8");
            assertThat(problem.hint()).isPresent();
        });
    }

    @Test
    void a_missing_file_or_a_folder_is_told() {
        assertThat(problems(new JsonLinesSource(), folder.resolve("none.jsonl"))).singleElement()
                .extracting(Problem::message).asString().contains("no such file");
        assertThat(problems(new JsonLinesSource(), folder)).singleElement().extracting(Problem::message).asString()
                .contains("folder");
    }
}
