package dev.mekiki.port;

import dev.mekiki.domain.InvalidInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads data files of one format. */
public interface DatasetSource extends Named {
    boolean reads(Path file);

    /**
     * @return rows in file order; values are String, Long, Double, BigDecimal, BigInteger, Boolean, List, Map or absent
     * @throws InvalidInput with every problem, each with its line
     */
    List<Map<String, Object>> read(Path file) throws InvalidInput;
}
