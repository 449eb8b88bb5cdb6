package dev.mekiki.engines.openai;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.ConstrainedGenerator.Choice;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers that are one of given texts, where a server can be held to that.
 *
 * @param ways the one that works, for each of the server's interfaces
 */
record EndpointChooser(Generator generator, Endpoint endpoint, Map<String, Constraint> ways) {
    private static final int MOST_TOKENS = 4096;

    EndpointChooser {
        ways = Map.copyOf(ways);
    }

    /**
     * Asks one of the interfaces.
     *
     * @param asked the body without settings
     * @throws EngineException if the answer is none of the options
     */
    Choice choose(String path, ObjectNode asked, List<String> options, GenerationSettings settings, long seed,
            Deadline deadline) throws EngineException {
        Constraint way = ways.get(path);
        if (way == null) {
            throw new EngineException("the server can't be held to given texts at " + path);
        }
        try {
            return choose(way, path, asked, options, settings, seed, deadline);
        } catch (Generator.Refusal refusal) {
            throw endpoint.failure(refusal.said());
        }
    }

    Choice choose(Constraint way, String path, ObjectNode asked, List<String> options, GenerationSettings settings,
            long seed, Deadline deadline) throws EngineException, Generator.Refusal {
        List<String> distinct = options.stream().distinct().toList();
        if (distinct.stream().anyMatch(String::isEmpty)) {
            throw new EngineException("a choice without any text can't be generated");
        }
        ObjectNode body = asked.deepCopy();
        way.put(body, distinct);
        // a token is a byte at least; what the model thinks before comes out of the same count at most servers
        int longest = distinct.stream().mapToInt(option -> option.getBytes(StandardCharsets.UTF_8).length).max()
                .orElseThrow();
        int most = Math.min(MOST_TOKENS, Math.max(settings.maxTokens(), longest + way.moreTokens()));
        Generation generation = generator.answer(path, body,
                new GenerationSettings(most, List.of(), settings.temperature(), settings.topP(), settings.topK()), seed,
                deadline, GenerationListener.NONE);
        if (generation.finish() == Finish.DEADLINE || generation.finish() == Finish.REFUSED) {
            return new Choice(OptionalInt.empty(), generation, OptionalInt.empty());
        }
        int option = way.answer(generation.text()).map(answer -> index(options, answer)).orElse(-1);
        if (option < 0) {
            if (generation.finish() == Finish.MAX_TOKENS) {
                return new Choice(OptionalInt.empty(), generation, OptionalInt.empty());
            }
            throw endpoint.failure("the server was held to given texts (" + way.name().toLowerCase(Locale.ROOT)
                    + "), and answered “" + ServerJson.shown(generation.text()) + "”");
        }
        return new Choice(OptionalInt.of(option),
                new Generation(options.get(option), generation.reasoning(), Finish.END_OF_TEXT,
                        generation.inputTokens(), generation.outputTokens()),
                OptionalInt.empty());
    }

    /** As it stands, or, since servers take spaces away around an answer, where it is one option's alone without them. */
    private static int index(List<String> options, String answer) {
        int exact = options.indexOf(answer);
        if (exact >= 0) {
            return exact;
        }
        List<String> same = options.stream().filter(option -> option.strip().equals(answer.strip())).distinct()
                .toList();
        return same.size() == 1 ? options.indexOf(same.getFirst()) : -1;
    }

    /** In words. */
    static Optional<String> inWords(Map<String, Constraint> ways) {
        return ways.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", ways.entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(way -> way.getKey() + ": " + way.getValue().name().toLowerCase(Locale.ROOT))
                        .toList()));
    }
}
