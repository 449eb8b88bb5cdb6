package dev.mekiki.license.files;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How many trained numbers a stored tensor stands for. Four-bit weights lie two to a byte or eight to a word; scales, zero points and
 * tables are computed from the weights and count for nothing.
 */
final class Packing {
    private static final Pattern COMPUTED = Pattern.compile(
            "(?:.*\\.)?rope_freqs\\.weight|.*(?:rotary_emb\\.inv_freq|position_ids|_scale_inv|\\.weight_scale(?:_2)?|\\.(?:input|output|[kqv])_scale|\\.(?:weight|input)_global_scale"
                    + "|\\.weight_zero_point|\\.weight_shape|\\.weight_g_idx|\\.qb|\\.absmax|\\.nested_absmax|\\.quant_map|\\.nested_quant_map"
                    + "|\\.quant_state\\.[\\w-]+|\\.SCB|\\.weight_format)");
    private static final Pattern BESIDE_PACKED = Pattern.compile(".*\\.(?:qzeros|scales|g_idx)");
    private static final Set<String> WORDS = Set.of("I32", "U32");
    private static final Set<String> BYTES = Set.of("U8", "I8");
    private static final Set<String> INTEGERS = Set.of("I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64");
    private static final List<String> UNEVEN = List.of("exl2", "exl3", "aqlm", "quip", "vptq", "hqq", "higgs", "spqr");
    /** Integers in smaller tensors are tables and indices, not weights. */
    private static final int SMALL = 1024;

    private final Set<String> names;
    private final Optional<Quantization> quantization;
    /** By kind of name, since the layers of a model are called alike. */
    private final Map<String, Boolean> computed = new HashMap<>();

    /** @param names of all tensors of the model */
    Packing(Set<String> names, Optional<Quantization> quantization) {
        this.names = names;
        this.quantization = quantization;
    }

    /** @return empty where it can't be told */
    OptionalLong weights(TensorInfo tensor) {
        String name = tensor.name();
        if (computed.computeIfAbsent(TensorNames.kind(name), kind -> COMPUTED.matcher(kind).matches())
                || beside(name)) {
            return OptionalLong.of(0);
        }
        if (name.endsWith("_blocks") && tensor.dtype().equals("U8") && has(name, "_blocks", "_scales")) {
            return times(tensor.elements(), 2);
        }
        if (quantization.isEmpty() || !INTEGERS.contains(tensor.dtype())) {
            return OptionalLong.of(tensor.elements());
        }
        return packed(tensor, quantization.get());
    }

    private OptionalLong packed(TensorInfo tensor, Quantization how) {
        String name = tensor.name();
        if (UNEVEN.stream().anyMatch(how.method()::contains)) {
            return tensor.elements() < SMALL ? OptionalLong.of(tensor.elements()) : OptionalLong.empty();
        }
        boolean words = WORDS.contains(tensor.dtype());
        boolean marked = name.endsWith(".qweight") || name.endsWith(".weight_packed")
                || (name.endsWith(".weight") && has(name, ".weight", ".scales"));
        if (words && marked) {
            return how.bits().isEmpty()
                    ? OptionalLong.empty()
                    : times(tensor.elements(), 32).isEmpty()
                            ? OptionalLong.empty()
                            : OptionalLong.of(tensor.elements() * 32 / how.bits().getAsInt());
        }
        if (BYTES.contains(tensor.dtype())) {
            boolean half = name.endsWith(".weight_packed") || names.contains(name + ".absmax")
                    || (tensor.dtype().equals("U8") && has(name, "weight", "weight_scale_2"));
            if (half) {
                return times(tensor.elements(), 2);
            }
            if (tensor.dtype().equals("I8") && (has(name, "weight", "SCB") || has(name, "weight", "weight_scale"))) {
                return OptionalLong.of(tensor.elements());
            }
        }
        return tensor.elements() < SMALL ? OptionalLong.of(tensor.elements()) : OptionalLong.empty();
    }

    private boolean beside(String name) {
        if (quantization.isPresent() && BESIDE_PACKED.matcher(name).matches()) {
            return true;
        }
        if (name.endsWith("_scales") && has(name, "_scales", "_blocks")) {
            return true;
        }
        return quantization.isPresent() && name.endsWith(".biases") && has(name, ".biases", ".scales");
    }

    private boolean has(String name, String end, String other) {
        return name.endsWith(end) && names.contains(name.substring(0, name.length() - end.length()) + other);
    }

    private static OptionalLong times(long elements, int each) {
        return elements > Long.MAX_VALUE / each ? OptionalLong.empty() : OptionalLong.of(elements * each);
    }
}
