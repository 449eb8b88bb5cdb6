package dev.mekiki.datasets;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.port.DatasetSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tab-separated values with a header row, quoted as in CSV; all values are text. */
public final class TsvSource implements DatasetSource {
    private final DelimitedText text;

    public TsvSource() {
        this(Limits.USUAL);
    }

    TsvSource(Limits limits) {
        this.text = new DelimitedText('\t', limits);
    }

    @Override
    public String name() {
        return "tsv";
    }

    @Override
    public String summary() {
        return "TSV (.tsv, .tab): tab-separated with a header row, UTF-8, with or without byte order mark";
    }

    @Override
    public boolean reads(Path file) {
        return Extension.of(file).equals("tsv") || Extension.of(file).equals("tab");
    }

    @Override
    public List<Map<String, Object>> read(Path file) throws InvalidInput {
        return text.read(file);
    }
}
