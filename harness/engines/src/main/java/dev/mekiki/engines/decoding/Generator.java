package dev.mekiki.engines.decoding;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.sampling.OptionTrie;
import dev.mekiki.engines.sampling.Sampler;
import dev.mekiki.engines.tokenizer.StopStrings;
import dev.mekiki.engines.tokenizer.TextStream;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.ReasoningMarks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * The decoding loop. Stop strings and the most tokens of an answer are for the answer alone; reasoning has a budget of its own.
 *
 * @param streams a new one for each answer
 * @param ends tokens that end an answer
 * @param shown special tokens that marks of reasoning are made of, with their text, which decoding would leave out
 */
public record Generator(TokenModel model, Supplier<TextStream> streams, SortedSet<Integer> ends,
        Map<Integer, String> shown) {
    /**
     * @param ids the prompt; at least one, and fewer than the context
     * @param thinking how reasoning is marked, and whether the prompt begins it
     */
    public Generation generate(int[] ids, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener, Optional<Thinking> thinking) throws EngineException {
        Output output = new Output(streams.get(), new StopStrings(settings.stop()), listener,
                thinking.map(Thinking::splitter), shown);
        float[] logits = new float[model.vocabulary()];
        try (Picker picker = new Picker(new Sampler(settings, seed), settings, model, ends);
                TokenSequence sequence = model.sequence()) {
            if (!sequence.feed(ids, 0, ids.length, deadline, logits)) {
                return output.generation(Finish.DEADLINE, ids.length);
            }
            int room = model.context() - ids.length;
            while (true) {
                int next = picker.pick(logits, output.thinking());
                if (!settings.ignoreEnd() && ends.contains(next)) {
                    output.end();
                    return output.generation(Finish.END_OF_TEXT, ids.length);
                }
                if (output.add(next)) {
                    return output.generation(Finish.STOP_STRING, ids.length);
                }
                if (output.full(settings) || output.tokens >= room) {
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

    /**
     * Generates one of the options: of tokens, only those that continue one are sampled from. Reasoning that the prompt has opened comes
     * before, unconstrained.
     *
     * @param texts the options' texts
     */
    public ConstrainedGenerator.Choice choose(int[] ids, OptionTrie options, List<String> texts,
            GenerationSettings settings,
            long seed, Deadline deadline, Optional<Thinking> thinking) throws EngineException {
        Output output = new Output(streams.get(), new StopStrings(List.of()), GenerationListener.NONE,
                thinking.map(Thinking::splitter), shown);
        float[] logits = new float[model.vocabulary()];
        try (TokenSequence sequence = model.sequence()) {
            boolean fed = sequence.feed(ids, 0, ids.length, deadline, logits);
            Sampler sampler = new Sampler(settings, seed);
            int room = model.context() - ids.length;
            while (fed && output.thinking()) {
                int next = sampler.pick(logits);
                if (ends.contains(next)) {
                    output.end();
                    return unchosen(output, Finish.END_OF_TEXT, ids, sequence);
                }
                output.add(next);
                if (output.thinking() && (output.full(settings) || output.tokens >= room)) {
                    output.finish();
                    return unchosen(output, Finish.MAX_TOKENS, ids, sequence);
                }
                fed = !deadline.passed();
                sequence.step(next, logits);
            }
            for (OptionTrie at = options; fed; fed = !deadline.passed()) {
                if (at.decided()) {
                    return chosen(at.option().orElseThrow(), output, texts, ids, sequence);
                }
                int next = sampler.pick(at.masked(logits, ends));
                output.tokens++;
                if (ends.contains(next)) {
                    return chosen(at.option().orElseThrow(), output, texts, ids, sequence);
                }
                if (output.tokens >= room) {
                    return unchosen(output, Finish.MAX_TOKENS, ids, sequence);
                }
                at = at.step(next);
                if (!at.decided()) {
                    sequence.step(next, logits);
                }
            }
            return unchosen(output, Finish.DEADLINE, ids, sequence);
        }
    }

    private static ConstrainedGenerator.Choice unchosen(Output output, Finish finish, int[] ids,
            TokenSequence sequence) {
        return new ConstrainedGenerator.Choice(OptionalInt.empty(), output.generation(finish, ids.length),
                OptionalInt.of(sequence.forwarded()));
    }

    private static ConstrainedGenerator.Choice chosen(int option, Output output, List<String> texts, int[] ids,
            TokenSequence sequence) {
        output.text.setLength(0);
        output.text.append(texts.get(option));
        return new ConstrainedGenerator.Choice(OptionalInt.of(option),
                output.generation(Finish.END_OF_TEXT, ids.length),
                OptionalInt.of(sequence.forwarded()));
    }

    /** @param begun whether the prompt ends within reasoning */
    public record Thinking(ReasoningMarks marks, boolean begun) {
        ReasoningMarks.Splitter splitter() {
            return new ReasoningMarks.Splitter(marks, begun);
        }
    }

    /** Text as it comes out of the loop. */
    private static final class Output {
        private final TextStream stream;
        private final StopStrings stops;
        private final GenerationListener listener;
        private final Optional<ReasoningMarks.Splitter> splitter;
        private final Map<Integer, String> shown;
        private final StringBuilder text = new StringBuilder();
        private int tokens;
        private int thought;

        Output(TextStream stream, StopStrings stops, GenerationListener listener,
                Optional<ReasoningMarks.Splitter> splitter, Map<Integer, String> shown) {
            this.stream = stream;
            this.stops = stops;
            this.listener = listener;
            this.splitter = splitter;
            this.shown = splitter.isPresent() ? shown : Map.of();
        }

        /** @return whether a stop string is complete */
        boolean add(int id) {
            long ready = System.nanoTime();
            tokens++;
            boolean before = thinking();
            String mark = shown.get(id);
            String fresh = answer(mark == null ? stream.add(id) : stream.end() + mark);
            if (!before && thinking()) {
                thought = tokens; // its mark may have come in several tokens
            } else if (before) {
                thought++;
            }
            tell(stops.add(fresh), 1, ready);
            return stops.found();
        }

        boolean thinking() {
            return splitter.map(ReasoningMarks.Splitter::thinking).orElse(false);
        }

        private String answer(String fresh) {
            return splitter.map(taking -> taking.add(fresh)).orElse(fresh);
        }

        private String rest() {
            String fresh = answer(stream.end());
            return fresh + splitter.map(ReasoningMarks.Splitter::end).orElse("");
        }

        boolean full(GenerationSettings settings) {
            return thinking() ? thought >= settings.thinkingBudget() : tokens - thought >= settings.maxTokens();
        }

        /** The token that ends the answer; a stop string can still be completed by what was held back. */
        void end() {
            long ready = System.nanoTime();
            tokens++;
            tell(stops.add(rest()) + stops.end(), 1, ready);
        }

        void finish() {
            String last = stops.add(rest()) + stops.end();
            if (!last.isEmpty()) {
                tell(last, 0, System.nanoTime());
            }
        }

        private void tell(String fresh, int count, long ready) {
            text.append(fresh);
            listener.chunk(fresh, count, ready);
        }

        Generation generation(Finish finish, int inputTokens) {
            if (splitter.isEmpty() || !splitter.get().seen()) {
                return new Generation(text.toString(), finish, inputTokens, tokens);
            }
            ReasoningMarks.Split split = splitter.get().split(text.toString());
            return new Generation(split.answer(), Optional.of(split.reasoning()), finish, inputTokens, tokens,
                    OptionalInt.of(thought), !split.closed());
        }
    }
}
