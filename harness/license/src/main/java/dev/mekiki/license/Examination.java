package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.license.lineage.Families.Detected;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A verdict with its evidence.
 *
 * @param files all that was read, in the order of reading
 * @param lines where a source such as {@code README.md: license} stands in its file, from 1
 * @param detected whose model it looks like by tokenizer and architecture
 */
public record Examination(LicenseFinding finding, List<FileRead> files, Map<String, Integer> lines,
        Optional<Detected> detected) {
    public Examination {
        files = List.copyOf(files);
        lines = Map.copyOf(lines);
    }
}
