package dev.mekiki.engines.model;

/** How rotary frequencies are stretched beyond the context a model was first trained with. */
public sealed interface RopeScaling {
    /** One trained frequency, in radians per position, as this scaling gives it to the model. */
    double scale(double frequency);

    /** As trained. */
    record None() implements RopeScaling {
        @Override
        public double scale(double frequency) {
            return frequency;
        }
    }

    /** Every frequency divided by the factor. */
    record Linear(double factor) implements RopeScaling {
        @Override
        public double scale(double frequency) {
            return frequency / factor;
        }
    }

    /** Llama 3.1: low frequencies divided, high ones kept, a ramp between (transformers, {@code _compute_llama3_parameters}). */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor,
            double originalContext) implements RopeScaling {
        @Override
        public double scale(double frequency) {
            double turns = originalContext * frequency / (2 * Math.PI);
            if (turns > highFrequencyFactor) {
                return frequency;
            }
            if (turns < lowFrequencyFactor) {
                return frequency / factor;
            }
            double smooth = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
            return (1 - smooth) * frequency / factor + smooth * frequency;
        }
    }

    /**
     * {@code theta^(-2i/headSize)}, scaled.
     *
     * @return {@code headSize / 2} values, in radians per position
     */
    default double[] frequencies(int headSize, double theta) {
        double[] frequencies = new double[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scale(Math.pow(theta, -2.0 * i / headSize));
        }
        return frequencies;
    }
}
