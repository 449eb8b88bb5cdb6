package dev.mekiki.suites.extract;

import dev.mekiki.domain.ExtractStep;
import dev.mekiki.port.Extractor;
import dev.mekiki.suites.text.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps that suites may name. A response that was cut at the most tokens allowed gives an answer only if a step has found where the answer
 * ends; what may go on is missing, not wrong.
 */
public final class AnswerExtractor implements Extractor {
    private static final String CUT = "cut at the most tokens allowed";

    /** @param open whether the text may go on where the response was cut */
    private record State(String text, boolean open, List<String> by) {}

    /** A state, or what is missing. */
    private sealed interface Result {
        record Found(State state) implements Result {}

        record Lost(String reason) implements Result {}
    }

    private enum Step {
        THINKING("thinking", false,
                "removes the model's reasoning, such as <think>…</think>; there must be no unclosed one"), //
        AFTER("after", true, "keeps what follows the first place where the text stands; widths don't matter"), //
        AFTER_LAST("after-last", true, "keeps what follows the last place where the text stands; widths don't matter"), //
        BEFORE("before", true,
                "keeps what precedes the first place where the text stands, or all if it stands nowhere"), //
        FIRST_LINE("first-line", false, "keeps the first line that is not blank"), //
        LAST_LINE("last-line", false, "keeps the last line that is not blank"), //
        PLAIN("plain", false, "removes Markdown and LaTeX marks: **, `, #, $, \\text{…}"), //
        ANSWER("answer", false,
                "keeps what the response says its answer is: 答えは…です, 正解：…, \\boxed{…}; the whole response if it says none"), //
        NUMBER("number", false, "keeps the amount that the answer gives, in ASCII digits with its unit"), //
        JSON("json", false,
                "keeps the JSON of the response: the last fenced block, or from the first { or [ to its end"), //
        TRIM("trim", false, "removes white space at both ends");

        private final String key;
        private final boolean argument;
        private final String what;

        Step(String key, boolean argument, String what) {
            this.key = key;
            this.argument = argument;
            this.what = what;
        }

        static Optional<Step> of(String key) {
            return List.of(values()).stream().filter(step -> step.key.equals(key)).findFirst();
        }
    }

    @Override
    public Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            steps.put(step.key, step.what);
        }
        return Collections.unmodifiableMap(steps);
    }

    @Override
    public Optional<String> problem(ExtractStep step) {
        Optional<Step> known = Step.of(step.name());
        if (known.isEmpty()) {
            return Optional.of("there is no step " + step.name() + Suggestion.among(step.name(), steps().keySet())
                    + "; known: " + String.join(", ", steps().keySet()));
        }
        if (known.get().argument && step.argument().filter(text -> !text.isBlank()).isEmpty()) {
            return Optional.of(step.name() + " needs a text, as in {" + step.name() + ": \"回答：\"}");
        }
        if (!known.get().argument && step.argument().isPresent()) {
            return Optional.of(step.name() + " takes no text");
        }
        return Optional.empty();
    }

    @Override
    public Extraction extract(String response, boolean complete, List<ExtractStep> steps) {
        State state = new State(response, !complete, List.of());
        for (ExtractStep step : steps) {
            switch (take(state, step)) {
                case Result.Found found -> state = noted(found.state(), state, step.name());
                case Result.Lost lost -> {
                    return new Extraction.Missing(lost.reason());
                }
            }
        }
        return state.open() ? new Extraction.Missing(CUT) : new Extraction.Extracted(state.text(), state.by());
    }

    /** With the step's name, unless the step has noted its layer already. */
    private static State noted(State now, State before, String step) {
        List<String> by = new ArrayList<>(before.by());
        by.add(now.by().isEmpty() ? step : step + ":" + now.by().getFirst());
        return new State(now.text(), now.open(), by);
    }

    private static Result layered(String text, State state, String layer) {
        return new Result.Found(new State(text, state.open(), List.of(layer)));
    }

    private static Result answer(State state) {
        Optional<String> boxed = Markup.boxed(state.text());
        if (boxed.isPresent()) {
            return layered(Markup.plain(boxed.get()).strip(), state, "boxed");
        }
        String plain = Markup.plain(state.text());
        return AnswerPhrase.of(plain).map(phrase -> layered(AnswerPhrase.bare(phrase), state, "marked"))
                .orElseGet(() -> layered(AnswerPhrase.bare(plain), state, "whole"));
    }

    private static Result number(State state) {
        return NumberReader.read(state.text())
                .map(reading -> layered(reading.amount().toString(), state, reading.rule()))
                .orElseGet(() -> new Result.Lost(state.open() ? CUT : "there is no number in the answer"));
    }

    private static Result json(State state) {
        return JsonText.in(state.text()).map(json -> layered(json.text(), state, json.rule()))
                .orElseGet(() -> new Result.Lost(state.open() ? CUT : "there is no JSON in the answer"));
    }

    private Result take(State state, ExtractStep step) {
        Step known = Step.of(step.name())
                .orElseThrow(() -> new IllegalArgumentException(problem(step).orElse(step.name())));
        String argument = step.argument().orElse("");
        return switch (known) {
            case THINKING -> Reasoning.removed(state.text()).<Result>map(text -> found(text, state.open()))
                    .orElseGet(() -> new Result.Lost(
                            state.open()
                                    ? "cut at the most tokens allowed, within the reasoning"
                                    : "the reasoning has no end"));
            case AFTER -> after(state, argument, WidthBlindSearch.find(state.text(), argument));
            case AFTER_LAST -> after(state, argument, WidthBlindSearch.findLast(state.text(), argument));
            case BEFORE -> before(state, argument);
            case FIRST_LINE -> firstLine(state);
            case LAST_LINE -> lastLine(state);
            case PLAIN -> found(Markup.plain(state.text()), state.open());
            case ANSWER -> answer(state);
            case NUMBER -> number(state);
            case JSON -> json(state);
            case TRIM -> found(state.text().strip(), state.open());
        };
    }

    private static Result found(String text, boolean open) {
        return new Result.Found(new State(text, open, List.of()));
    }

    private static Result after(State state, String mark, Optional<WidthBlindSearch.Place> found) {
        return found.<Result>map(place -> found(state.text().substring(place.to()), state.open()))
                .orElseGet(() -> new Result.Lost(state.open() ? CUT : "“" + mark + "” is not in the answer"));
    }

    private static Result before(State state, String mark) {
        return WidthBlindSearch.find(state.text(), mark)
                .<Result>map(place -> found(state.text().substring(0, place.from()), false))
                .orElseGet(() -> found(state.text(), state.open()));
    }

    private static Result firstLine(State state) {
        int from = 0;
        while (from < state.text().length() && Character.isWhitespace(state.text().charAt(from))) {
            from++;
        }
        String rest = state.text().substring(from);
        int end = lineEnd(rest);
        return end < 0 ? found(rest, state.open()) : found(rest.substring(0, end), false);
    }

    private static int lineEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                return i;
            }
        }
        return -1;
    }

    private static Result lastLine(State state) {
        String last = state.text().lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        return found(last, state.open());
    }
}
