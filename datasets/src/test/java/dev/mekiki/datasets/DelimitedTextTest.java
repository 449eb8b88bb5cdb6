package dev.mekiki.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.port.DatasetSource;
import dev.mekiki.port.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelimitedTextTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Problem> problems(DatasetSource source, Path file) {
        return catchThrowableOfType(InvalidInput.class, () -> source.read(file)).problems();
    }

    @Test
    void csv_with_mark_quotes_line_breaks_and_blank_lines() throws Exception {
        Path file = file("a.csv", "\uFEFFid,質問\r\n007,\"東京,\"\"都\"\"\"\r\n\r\n8,\"一行目\n二行目\"\r\n");
        assertThat(new CsvSource().read(file)).containsExactly(Map.of("id", "007", "質問", "東京,\"都\""),
                Map.of("id", "8", "質問", "一行目\n二行目"));
    }

    @Test
    void tsv_is_split_at_tabs() throws Exception {
        assertThat(new TsvSource().read(file("a.tsv", "a\tb\n1,5\t2\n"))).containsExactly(Map.of("a", "1,5", "b", "2"));
    }

    @Test
    void rows_with_too_few_or_too_many_fields_are_all_told_with_their_lines() throws Exception {
        Path file = file("a.csv", "a,b\n1,2\n3\n\n\"x\ny\",2\n4,5,6\n7,8\n");
        List<Problem> problems = problems(new CsvSource(), file);
        assertThat(problems).extracting(problem -> problem.line().getAsInt()).containsExactly(3, 7);
        assertThat(problems.get(0).message()).contains("1 fields, the header has 2");
    }

    @Test
    void an_open_quote_is_told_where_it_opens() throws Exception {
        List<Problem> problems = problems(new CsvSource(), file("a.csv", "a,b\n1,2\n3,\"4\n5,6\n7,8\n"));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).hasValue(3);
            assertThat(problem.message()).contains("never closed");
        });
    }

    @Test
    void text_after_a_closing_quote_is_told_with_its_line() throws Exception {
        List<Problem> problems = problems(new CsvSource(), file("a.csv", "a,b\n1,2\n3,\"4\"5\n7,8\n"));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).hasValue(3);
            assertThat(problem.message()).contains("closing quote");
        });
    }

    @Test
    void a_header_must_name_every_field_once() throws Exception {
        assertThat(problems(new CsvSource(), file("a.csv", "a,,a\n1,2,3\n"))).hasSize(2);
        assertThat(problems(new CsvSource(), file("b.csv", "\n\n"))).singleElement().extracting(Problem::message)
                .asString().contains("no header");
    }

    @Test
    void all_readers_are_found_as_services_and_each_file_by_one() {
        Registry<DatasetSource> sources = Registry.load(DatasetSource.class);
        assertThat(sources.names()).containsExactly("csv", "json", "jsonl", "parquet", "tsv");
        for (String name : List.of("a.csv", "a.json", "a.JSONL", "a.ndjson", "a.tsv", "a.tab", "a.parquet")) {
            assertThat(sources.all().stream().filter(source -> source.reads(Path.of(name)))).as(name).hasSize(1);
        }
        assertThat(sources.all().stream().filter(source -> source.reads(Path.of("a.xlsx")))).isEmpty();
    }

    @Test
    void published_files_are_read() throws Exception {
        Path data = Path.of(System.getProperty("mekiki.home", "."), "..", "shared", "data");
        Assumptions.assumeTrue(Files.isDirectory(data), "skipped: the folder ../shared/data is not here");
        assertThat(new JsonArraySource().read(data.resolve("jglue/jcommonsenseqa-valid-v1.3.json"))).hasSize(1119)
                .first().extracting(row -> row.get("label")).isEqualTo(2L);
        assertThat(new JsonArraySource().read(data.resolve("jglue/jsquad-valid-v1.3.json"))).hasSizeGreaterThan(10);
        assertThat(new CsvSource().read(data.resolve("japanese-toxic/subset.csv"))).hasSize(437);
    }
}
