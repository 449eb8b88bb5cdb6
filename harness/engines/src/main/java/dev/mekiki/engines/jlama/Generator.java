package dev.mekiki.engines.jlama;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.sampling.Sampler;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.engines.tokenizer.StopStrings;
import dev.mekiki.engines.tokenizer.TextStream;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import java.util.SortedSet;

/** The decoding loop. */
record Generator(LoadedModel model, HubTokenizer tokenizer, SortedSet<Integer> ends) {
    /** @param ids the prompt; at least one, and fewer than the context */
    Generation generate(int[] ids, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) {
        Output output = new Output(TextStream.of(tokenizer), new StopStrings(settings.stop()), listener);
        float[] logits = new float[model.config().vocabulary()];
        try (Sequence sequence = model.sequence()) {
            if (!sequence.feed(ids, 0, ids.length, deadline, logits)) {
                return output.generation(Finish.DEADLINE, ids.length);
            }
            Sampler sampler = new Sampler(settings, seed);
            int most = Math.min(settings.maxTokens(), model.context() - ids.length);
            while (true) {
                int next = sampler.pick(logits);
                if (!settings.ignoreEnd() && ends.contains(next)) {
                    output.end();
                    return output.generation(Finish.END_OF_TEXT, ids.length);
                }
                if (output.add(next)) {
                    return output.generation(Finish.STOP_STRING, ids.length);
                }
                if (output.tokens >= most) {
                    output.finish();
                    return output.generation(Finish.MAX_TOKENS, ids.length);
                }
                if (deadline.passed()) {
                    output.finish();
                    return output.generation(Finish.DEADLINE, ids.length);
                }
                sequence.step(next, logits);
            }
        }
    }

    /** Text as it comes out of the loop. */
    private static final class Output {
        private final TextStream stream;
        private final StopStrings stops;
        private final GenerationListener listener;
        private final StringBuilder text = new StringBuilder();
        private int tokens;

        Output(TextStream stream, StopStrings stops, GenerationListener listener) {
            this.stream = stream;
            this.stops = stops;
            this.listener = listener;
        }

        /** @return whether a stop string is complete */
        boolean add(int id) {
            long ready = System.nanoTime();
            tokens++;
            tell(stops.add(stream.add(id)), 1, ready);
            return stops.found();
        }

        /** The token that ends the answer; a stop string can still be completed by what was held back. */
        void end() {
            long ready = System.nanoTime();
            tokens++;
            tell(stops.add(stream.end()) + stops.end(), 1, ready);
        }

        void finish() {
            String rest = stops.add(stream.end()) + stops.end();
            if (!rest.isEmpty()) {
                tell(rest, 0, System.nanoTime());
            }
        }

        private void tell(String fresh, int count, long ready) {
            text.append(fresh);
            listener.chunk(fresh, count, ready);
        }

        Generation generation(Finish finish, int inputTokens) {
            return new Generation(text.toString(), finish, inputTokens, tokens);
        }
    }
}
