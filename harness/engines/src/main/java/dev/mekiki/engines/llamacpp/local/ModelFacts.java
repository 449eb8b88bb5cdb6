package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of a loaded model.
 *
 * @param version of llama.cpp
 * @param description in llama.cpp's words
 * @param context tokens that a sequence may have; 0 of a vocabulary alone
 * @param weightTypes what tensors are stored as, in llama.cpp's names: {@code f32}, {@code q4_0}; empty where it does not tell
 * @param start what stands for an empty context: the token that begins a text, or else the one that ends it
 * @param templates chat templates by name; {@code default} is there unless it is empty
 * @param specialTokens what templates may name: {@code bos_token}, {@code eos_token}, …
 * @param before devices used, with what was free before the model was loaded
 * @param after the same behind it
 * @param buffers what model and sequences take of memory; empty of a vocabulary alone
 * @param batching where sequences may be computed together
 */
public record ModelFacts(String version, String description, int vocabulary, int context, int layers, long bytes,
        SortedSet<String> weightTypes,
        OptionalInt begin, OptionalInt start, boolean addsBegin, SortedSet<Integer> ends, Map<String, String> templates,
        Map<String, String> specialTokens, List<Device> before, List<Device> after,
        Optional<Buffers> buffers, Optional<Batching> batching) {
    public ModelFacts {
        weightTypes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(weightTypes));
        ends = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ends));
        templates = java.util.Collections.unmodifiableMap(new TreeMap<>(templates));
        specialTokens = java.util.Collections.unmodifiableMap(new TreeMap<>(specialTokens));
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
