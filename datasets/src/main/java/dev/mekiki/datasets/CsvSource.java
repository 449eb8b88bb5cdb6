package dev.mekiki.datasets;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.port.DatasetSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Comma-separated values (RFC 4180) with a header row; all values are text. */
public final class CsvSource implements DatasetSource {
    private final DelimitedText text;

    public CsvSource() {
        this(Limits.USUAL);
    }

    CsvSource(Limits limits) {
        this.text = new DelimitedText(',', limits);
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String summary() {
        return "CSV (.csv): comma-separated with a header row, UTF-8, with or without byte order mark";
    }

    @Override
    public boolean reads(Path file) {
        return Extension.of(file).equals("csv");
    }

    @Override
    public List<Map<String, Object>> read(Path file) throws InvalidInput {
        return text.read(file);
    }
}
