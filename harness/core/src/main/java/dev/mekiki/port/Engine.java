package dev.mekiki.port;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.MemoryUse;
import dev.mekiki.domain.ServerCounters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A loaded candidate. Safe for use by several threads; equal requests with equal seeds give equal answers, however many
 * run at once. What an engine cannot do is absent.
 */
public interface Engine extends AutoCloseable {
    EngineDescription description();

    Optional<Tokenizer> tokenizer();

    Optional<ChatTemplate> chatTemplate();

    /** Whether chat prompts are given as {@link Prompt#messages}, since the engine applies a chat template of its own. */
    default boolean takesMessages() {
        return false;
    }

    Optional<LogprobScorer> logprobs();

    /** Answers that can only be one of given texts. */
    default Optional<ConstrainedGenerator> constrained() {
        return Optional.empty();
    }

    /** Why answers can't be held to this format; empty where they can. */
    default Optional<String> refusal(AnswerFormat format) {
        return Optional.of(
                "the engine " + description().engine() + " cannot hold an answer to a " + format.kind().words());
    }

    /**
     * Generates text.
     *
     * @param seed for sampling; without effect at temperature 0
     * @param listener told of each piece of text as soon as it is certain
     * @throws EngineException if the prompt does not fit the context, the settings' format is one that the engine refuses, or it broke
     */
    Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException;

    /** The server behind this engine, where load can go straight to it. */
    default Optional<LoadTarget> loadTarget() {
        return Optional.empty();
    }

    /** Checks what answers depend on; takes seconds. */
    List<Conformance> conformance();

    /** Memory the model takes, in bytes, as far as the engine knows. */
    OptionalLong modelBytes();

    /** What its server counts, where it is behind one that tells. */
    default Optional<ServerCounters> counters(Deadline deadline) {
        return Optional.empty();
    }

    /** What it takes of memory now that it is loaded, where the engine tells. */
    default Optional<MemoryUse> memory() {
        return Optional.empty();
    }

    @Override
    void close();
}
