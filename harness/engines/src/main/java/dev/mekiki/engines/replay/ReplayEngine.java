package dev.mekiki.engines.replay;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.tokenizer.StopStrings;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Gives recorded answers, cut at stop strings; recorded latencies are not acted out. */
record ReplayEngine(Answers answers) implements Engine {
    @Override
    public EngineDescription description() {
        return new EngineDescription("replay", "1", OptionalInt.empty(), Optional.empty(),
                new TreeMap<>(Map.of("answers", answers.file(), "by", "prompt")));
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.empty();
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return Optional.empty();
    }

    @Override
    public Optional<LogprobScorer> logprobs() {
        return Optional.empty();
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        Answers.Answer answer = Optional.ofNullable(answers.byPrompt().get(prompt.text()))
                .or(() -> Optional.ofNullable(answers.byPrompt().get(prompt.text().strip())))
                .orElseThrow(
                        () -> new EngineException("no recorded answer to the prompt “" + shown(prompt.text()) + "”"));
        StopStrings stops = new StopStrings(settings.stop());
        String text = stops.add(answer.response()) + stops.end();
        int tokens = answer.outputTokens().orElse(0);
        listener.chunk(text, tokens, System.nanoTime());
        return new Generation(text, stops.found() ? Generation.Finish.STOP_STRING : Generation.Finish.END_OF_TEXT, 0,
                tokens);
    }

    /** Nothing is computed, so there is nothing to check. */
    @Override
    public List<Conformance> conformance() {
        return List.of();
    }

    @Override
    public OptionalLong modelBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {}

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
