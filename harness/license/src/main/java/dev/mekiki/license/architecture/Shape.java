package dev.mekiki.license.architecture;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sizes that memory depends on.
 *
 * @param layers from the first to the last
 * @param hidden width between layers
 * @param attentionWidth heads × head dimension
 * @param feedForwardWidth of what a token passes through: of all experts chosen for it, together
 * @param vocabulary width of the output layer; 0 where it isn't told
 */
public record Shape(List<Layer> layers, int hidden, long attentionWidth, long feedForwardWidth, int vocabulary,
        Optional<Experts> experts) {
    /** @param chosen routed experts a token passes through, of {@code routed} */
    public record Experts(int routed, int chosen, int shared) {}

    public Shape {
        layers = List.copyOf(layers);
    }

    /** How many layers there are of each kind. */
    public Map<Layer.Kind, Integer> kinds() {
        Map<Layer.Kind, Integer> kinds = new EnumMap<>(Layer.Kind.class);
        layers.forEach(layer -> kinds.merge(layer.kind(), 1, Integer::sum));
        return Collections.unmodifiableMap(kinds);
    }
}
