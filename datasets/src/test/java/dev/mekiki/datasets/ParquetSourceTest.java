package dev.mekiki.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow wrote; {@code make.py} beside them says what is in them. */
class ParquetSourceTest {
    @TempDir
    Path folder = Path.of("");

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream stream = Objects.requireNonNull(getClass().getResourceAsStream("parquet/" + name))) {
            Files.write(file, stream.readAllBytes());
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
    void rows_are_read_whatever_they_are_compressed_with(String codec) throws Exception {
        List<Map<String, Object>> rows = new ParquetSource().read(file(codec + ".parquet"));
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst()).containsEntry("id", 1L).containsEntry("question", "会社で人事を扱う部署は？ 😀")
                .containsEntry("choices", Arrays.asList("総務", "人事", null)).containsEntry("label", 1L)
                .containsEntry("score", 0.1).containsEntry("ok", true)
                .containsEntry("answers", Map.of("text", List.of("人事"), "answer_start", List.of(4L)))
                .containsEntry("u", BigInteger.TWO.pow(64).subtract(BigInteger.ONE)).containsEntry("day", "2026-11-22")
                .containsEntry("at", "2026-11-22T09:30:00.123456Z").containsEntry("price", new BigDecimal("12.50"))
                .containsEntry("tags", Map.of("a", 1L))
                .containsEntry("passages", List.of(Map.of("t", "甲"), Map.of("t", "乙")))
                .containsEntry("deep", List.of(List.of("x"), List.of()));
        assertThat(rows.get(1)).containsOnlyKeys("id", "choices", "ok", "u").containsEntry("choices", List.of());
    }

    @Test
    void all_row_groups_are_read_in_order() throws Exception {
        List<Map<String, Object>> rows = new ParquetSource().read(file("groups.parquet"));
        assertThat(rows).hasSize(3000);
        assertThat(rows.get(2999)).isEqualTo(Map.of("id", 2999L, "text", "第" + 2999 % 7 + "問"));
    }

    @Test
    void what_can_t_be_read_is_said() throws Exception {
        assertThatThrownBy(() -> new ParquetSource().read(file("brotli.parquet"))).isInstanceOf(InvalidInput.class)
                .hasMessageContaining("compressed with BROTLI");
        assertThatThrownBy(() -> new ParquetSource().read(file("bytes.parquet"))).isInstanceOf(InvalidInput.class)
                .hasMessageContaining("column image holds bytes that are no text");
        assertThatThrownBy(() -> new ParquetSource(new Limits(100, 10, 3, 10, 10, 10)).read(file("none.parquet")))
                .isInstanceOf(InvalidInput.class).hasMessageContaining("larger than 100 bytes");
        assertThatThrownBy(() -> new ParquetSource(new Limits(1 << 20, 1, 3, 100, 20, 10)).read(file("none.parquet")))
                .isInstanceOf(InvalidInput.class).hasMessageContaining("2 rows");
        Path text = Files.writeString(folder.resolve("text.parquet"), "{\"a\": 1}");
        assertThatThrownBy(() -> new ParquetSource().read(text)).isInstanceOf(InvalidInput.class)
                .hasMessageContaining("can't be read as Parquet");
    }

    @Test
    void broken_files_are_refused_or_read_and_nothing_else() throws Exception {
        byte[] whole = Files.readAllBytes(file("zstd.parquet"));
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] broken = whole.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("broken.parquet"),
                    i % 5 == 0 ? Arrays.copyOf(broken, random.nextInt(broken.length)) : broken);
            try {
                assertThat(new ParquetSource().read(file)).hasSizeLessThan(1000);
            } catch (InvalidInput e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }
}
