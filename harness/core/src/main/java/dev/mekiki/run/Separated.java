package dev.mekiki.run;

import dev.mekiki.domain.Course.Thought;
import dev.mekiki.port.Engine;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.ReasoningMarks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An answer apart from what was thought before it: by the engine, by the marks that the chat template declares. */
record Separated(String answer, Optional<Thought> thought) {
    /** What servers that apply the template themselves may leave in the text. */
    private static final List<ReasoningMarks> USUAL = List.of(ReasoningMarks.THINK, ReasoningMarks.HARMONY,
            new ReasoningMarks("[THINK]", "[/THINK]", List.of()));

    static Separated of(Generation generation, Prompt prompt, Engine engine) {
        if (generation.reasoning().isPresent()) {
            String reasoning = generation.reasoning().get();
            boolean counted = generation.reasoningTokens().isPresent();
            boolean closed = !generation.unclosed()
                    && (counted || reasoning.isBlank() || !generation.text().isBlank());
            return new Separated(closed ? generation.text() : "", thought(reasoning, closed,
                    counted ? generation.reasoningTokens() : tokens(reasoning, engine)));
        }
        Optional<ReasoningMarks> marks = engine.chatTemplate().flatMap(template -> template.reasoning())
                .or(() -> prompt.messages().isEmpty() ? Optional.empty() : usual(generation.text()));
        return marks.map(known -> of(known.split(generation.text(), known.opened(prompt)), engine))
                .orElseGet(() -> new Separated(generation.text(), Optional.empty()));
    }

    private static Separated of(ReasoningMarks.Split split, Engine engine) {
        return new Separated(split.answer(),
                thought(split.reasoning(), split.closed(), tokens(split.reasoning(), engine)));
    }

    private static Optional<ReasoningMarks> usual(String text) {
        String start = text.stripLeading();
        return USUAL.stream().filter(marks -> start.startsWith(marks.open()) || text.contains(marks.close()))
                .findFirst();
    }

    /** Marks with nothing between them are no thought. */
    private static Optional<Thought> thought(String text, boolean closed, OptionalInt tokens) {
        return closed && text.isBlank() ? Optional.empty() : Optional.of(new Thought(text, tokens, closed));
    }

    private static OptionalInt tokens(String text, Engine engine) {
        return engine.tokenizer().map(tokenizer -> OptionalInt.of(tokenizer.encode(text, false).length))
                .orElse(OptionalInt.empty());
    }
}
