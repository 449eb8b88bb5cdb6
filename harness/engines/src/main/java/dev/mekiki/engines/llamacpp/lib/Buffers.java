package dev.mekiki.engines.llamacpp.lib;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory as llama.cpp's log tells it, of all devices together; 0 of what was not told.
 *
 * @param model all of the weights' buffers: of a file that is mapped, the part from the first tensor to the last one that are used in place
 * @param cache keys, values and states of recurrent layers
 * @param computing with the logits of a call
 * @param laidAnew what of the model is kept as this processor multiplies it best, beside the mapped file; part of {@code model}
 */
public record Buffers(long model, long cache, long computing, long laidAnew) {
    /** A file's own texts are in the log too, behind other signs. */
    private static final Pattern LINE = Pattern
            .compile("^\\w+:\\s+(\\w+)\\s+(\\w[\\w ]{0,20}) buffer size =\\s+(\\d{1,9}(?:\\.\\d+)?) MiB$");
    /** Kinds of buffers whose tensors are not as they are in the file: llama.cpp's repack.cpp, its name before, amx.cpp, kleidiai.cpp and ime.cpp. */
    private static final Set<String> ANEW = Set.of("CPU_REPACK", "CPU_AARCH64", "AMX", "CPU_KLEIDIAI",
            "CPU_RISCV64_SPACEMIT");
    private static final double MIB = 1L << 20;

    static Buffers of(List<String> log) {
        Buffers all = new Buffers(0, 0, 0, 0);
        for (String line : log) {
            Matcher buffer = LINE.matcher(line);
            if (buffer.find()) {
                long bytes = Math.round(Double.parseDouble(buffer.group(3)) * MIB);
                String kind = buffer.group(2);
                all = all.plus(kind.equals("model")
                        ? new Buffers(bytes, 0, 0, ANEW.contains(buffer.group(1)) ? bytes : 0)
                        : kind.equals("compute") || kind.equals("output")
                                ? new Buffers(0, 0, bytes, 0)
                                : new Buffers(0, bytes, 0, 0));
            }
        }
        return all;
    }

    public Buffers plus(Buffers other) {
        return new Buffers(model + other.model, cache + other.cache, computing + other.computing,
                laidAnew + other.laidAnew);
    }

    /** The same so many times. */
    public Buffers times(int count) {
        return new Buffers(model * count, cache * count, computing * count, laidAnew * count);
    }
}
