package dev.mekiki.engines.safetensors;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param type empty for a type that is not read here
 * @param typeName as the header has it
 * @param position of its first byte in the file
 */
public record TensorEntry(String name, java.util.Optional<StoredType> type, String typeName, List<Long> shape,
        Path file, long position, long bytes) {
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** Dimensions without leading ones: jlama's own files write vectors as {@code [1, n]}. */
    public List<Long> plainShape() {
        return shape.size() == 2 && shape.getFirst() == 1 ? shape.subList(1, 2) : shape;
    }
}
