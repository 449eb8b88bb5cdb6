package dev.mekiki.engines.llamacpp.lib;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model is loaded.
 *
 * @param vocabularyOnly without weights: for the tokenizer and metadata
 * @param gpuLayers layers to put on GPUs; as the library does by itself where absent
 * @param devices to use alone; all where empty
 * @param split among several devices; as the library does by itself where absent
 */
public record ModelSettings(boolean vocabularyOnly, OptionalInt gpuLayers, List<Device> devices,
        Optional<Split> split) {
    /** How a model is shared out among devices, with llama.cpp's numbers. */
    public enum Split {
        NONE(0), LAYER(1), ROW(2);

        private final int number;

        Split(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    public ModelSettings {
        devices = List.copyOf(devices);
    }

    /** As the library does by itself. */
    public static ModelSettings usual() {
        return new ModelSettings(false, OptionalInt.empty(), List.of(), Optional.empty());
    }

    /** Tokenizer and metadata alone. */
    public static ModelSettings vocabulary() {
        return new ModelSettings(true, OptionalInt.of(0), List.of(), Optional.empty());
    }
}
