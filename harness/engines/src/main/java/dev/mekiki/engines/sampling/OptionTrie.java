package dev.mekiki.engines.sampling;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Token sequences of which one has to be generated. One may be the beginning of another: behind it, the end of the text decides. Of equal ones
 * the first counts.
 */
public final class OptionTrie {
    private final Map<Integer, OptionTrie> next = new TreeMap<>();
    private OptionalInt option = OptionalInt.empty();

    private OptionTrie() {}

    /** @throws IllegalArgumentException if there are no options, or one has no token */
    public static OptionTrie of(List<int[]> options) {
        OptionTrie root = new OptionTrie();
        for (int i = 0; i < options.size(); i++) {
            OptionTrie node = root;
            for (int id : options.get(i)) {
                node = node.next.computeIfAbsent(id, _ -> new OptionTrie());
            }
            if (node.option.isEmpty()) {
                node.option = OptionalInt.of(i);
            }
        }
        if (options.isEmpty() || root.option.isPresent()) {
            throw new IllegalArgumentException("options are expected, each of at least one token");
        }
        return root;
    }

    /** The option that ends here, if one does. */
    public OptionalInt option() {
        return option;
    }

    /** Whether nothing can follow, so that the option is decided without another token. */
    public boolean decided() {
        return next.isEmpty();
    }

    /** Whether an option goes on behind the one that ends here, so that the end of the text has to decide. */
    public boolean ambiguous() {
        return option.isPresent() && !next.isEmpty();
    }

    /** Whether any option is the beginning of another. */
    public boolean needsEnd() {
        return ambiguous() || next.values().stream().anyMatch(OptionTrie::needsEnd);
    }

    /** @param id one that {@link #masked} left */
    public OptionTrie step(int id) {
        OptionTrie node = next.get(id);
        if (node == null) {
            throw new IllegalArgumentException("token " + id + " continues no option");
        }
        return node;
    }

    /**
     * The logits with all but what may follow here at minus infinity.
     *
     * @param ends tokens that end a text
     */
    public float[] masked(float[] logits, Collection<Integer> ends) {
        float[] masked = new float[logits.length];
        java.util.Arrays.fill(masked, Float.NEGATIVE_INFINITY);
        next.keySet().forEach(id -> masked[id] = logits[id]);
        if (option.isPresent()) {
            ends.forEach(id -> masked[id] = logits[id]);
        }
        return masked;
    }
}
