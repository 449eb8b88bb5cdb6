package dev.mekiki.engines.decoding;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.sampling.OptionTrie;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.engines.tokenizer.TextStream;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.ReasoningMarks;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Answers to prompts: text in, text out.
 *
 * @param engine what messages call it
 * @param reasoning how the model marks its reasoning
 */
public record Decoder(String engine, PairEncoder pairs, TokenRange range, Generator generator,
        Optional<ReasoningMarks> reasoning) implements ConstrainedGenerator {
    /**
     * @param pairs with the model's tokenizer
     * @param streams turns tokens of one answer into text
     * @param ends tokens that end an answer
     */
    public static Decoder of(String engine, TokenModel model, PairEncoder pairs, Supplier<TextStream> streams,
            SortedSet<Integer> ends, Optional<ReasoningMarks> reasoning) {
        Generator generator = new Generator(model, streams, ends,
                reasoning.map(marks -> shown(pairs.tokenizer(), marks)).orElse(Map.of()));
        return new Decoder(engine, pairs, new TokenRange(model.vocabulary(), model.context()), generator, reasoning);
    }

    /** As {@link dev.mekiki.port.Engine#generate}. */
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        int[] ids = range.check(pairs.prompt(prompt));
        range.fits(ids.length + 1, "the prompt and one token of an answer");
        try {
            return generator.generate(ids, settings, seed, deadline, listener,
                    settings.ignoreEnd() ? Optional.empty() : thinking(prompt));
        } catch (RuntimeException e) {
            throw new EngineException(engine + " broke while generating: " + e, e);
        }
    }

    /** Options continue the prompt as they do where their log-likelihoods are asked, unless reasoning comes between. */
    @Override
    public Choice choose(Prompt prompt, List<String> options, GenerationSettings settings, long seed, Deadline deadline)
            throws EngineException {
        Optional<Generator.Thinking> thinking = thinking(prompt).filter(Generator.Thinking::begun);
        int[] ids = range.check(thinking.isPresent() ? pairs.prompt(prompt) : pairs.context(prompt));
        List<int[]> encoded = new ArrayList<>();
        for (String option : options) {
            int[] tokens = range.check(thinking.isPresent()
                    ? pairs.tokenizer().encode(option, false)
                    : pairs.continuation(prompt, ids, option));
            range.fits(ids.length + tokens.length + 1, "the prompt and a choice");
            encoded.add(tokens);
        }
        try {
            OptionTrie trie = OptionTrie.of(encoded);
            if (generator.ends().isEmpty() && trie.needsEnd()) {
                throw new EngineException(
                        "one choice is the beginning of another, and the model names no token that ends a text");
            }
            return generator.choose(ids, trie, options, settings, seed, deadline, thinking);
        } catch (RuntimeException e) {
            throw new EngineException(engine + " broke while choosing: " + e, e);
        }
    }

    private Optional<Generator.Thinking> thinking(Prompt prompt) {
        return reasoning.map(marks -> new Generator.Thinking(marks, marks.opened(prompt)));
    }

    /** Special tokens of the marks: decoding leaves them out, and the reasoning could not be told from the answer. */
    private static Map<Integer, String> shown(Tokenizer tokenizer, ReasoningMarks marks) {
        Map<Integer, String> shown = new HashMap<>();
        Stream.concat(Stream.of(marks.open(), marks.close()), marks.edges().stream()).forEach(mark -> {
            for (int id : tokenizer.encode(mark, false)) {
                if (tokenizer.decode(new int[]{id}).isEmpty()) {
                    shown.put(id, tokenizer.tokens(new int[]{id}).getFirst());
                }
            }
        });
        return Map.copyOf(shown);
    }
}
