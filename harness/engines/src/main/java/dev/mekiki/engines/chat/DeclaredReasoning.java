package dev.mekiki.engines.chat;

import dev.mekiki.port.ReasoningMarks;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the marks of reasoning in a chat template's text: templates write them around the reasoning of earlier answers, take them out of
 * these, or open or close a block at the end of the prompt.
 */
final class DeclaredReasoning {
    private static final String WORD = "[\\w:.-]{0,20}(?:think|thought|reason|reflection)[\\w:.-]{0,20}";
    private static final Pattern TAG = Pattern.compile("</(" + WORD + ")>", Pattern.CASE_INSENSITIVE);
    private static final Pattern SQUARE = Pattern.compile("\\[/(" + WORD + ")\\]", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRIANGLE = Pattern.compile("◁/(" + WORD + ")▷", Pattern.CASE_INSENSITIVE);
    private static final Pattern BAR = Pattern.compile("<\\|/(" + WORD + ")\\|>", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEGIN_END = Pattern.compile(
            "<\\|(?:(end)_((?:of_)?" + WORD + ")|(" + WORD + ")_(end))\\|>", Pattern.CASE_INSENSITIVE);
    private static final List<String> BEGINS = List.of("begin", "BEGIN", "start", "START", "Begin", "Start");
    private static final ReasoningMarks GEMMA = new ReasoningMarks("<|channel>thought", "<channel|>", List.of());
    private static final ReasoningMarks INNER = new ReasoningMarks("<|inner_prefix|>", "<|inner_suffix|>", List.of());
    private static final ReasoningMarks APRIEL = new ReasoningMarks("", "[BEGIN FINAL RESPONSE]",
            List.of("[END FINAL RESPONSE]"));

    private DeclaredReasoning() {}

    static Optional<ReasoningMarks> in(String template) {
        if (template.contains(APRIEL.close())) {
            return Optional.of(APRIEL);
        }
        return exactly(ReasoningMarks.HARMONY, template).or(() -> exactly(GEMMA, template))
                .or(() -> exactly(INNER, template)).or(() -> pair(TAG, "<%s>", template))
                .or(() -> pair(SQUARE, "[%s]", template)).or(() -> pair(TRIANGLE, "◁%s▷", template))
                .or(() -> pair(BAR, "<|%s|>", template)).or(() -> beginAndEnd(template));
    }

    private static Optional<ReasoningMarks> exactly(ReasoningMarks marks, String template) {
        return template.contains(marks.open()) && template.contains(marks.close())
                ? Optional.of(marks)
                : Optional.empty();
    }

    /** The closing mark is enough: some templates only cut at it. One whose opening mark is there too goes before one without. */
    private static Optional<ReasoningMarks> pair(Pattern closing, String opening, String template) {
        Optional<ReasoningMarks> alone = Optional.empty();
        Matcher close = closing.matcher(template);
        while (close.find()) {
            ReasoningMarks marks = new ReasoningMarks(opening.formatted(close.group(1)), close.group(), List.of());
            if (template.contains(marks.open())) {
                return Optional.of(marks);
            }
            alone = alone.isPresent() ? alone : Optional.of(marks);
        }
        return alone;
    }

    private static Optional<ReasoningMarks> beginAndEnd(String template) {
        Matcher close = BEGIN_END.matcher(template);
        while (close.find()) {
            for (String begin : BEGINS) {
                String open = close.group(1) != null
                        ? "<|" + begin + "_" + close.group(2) + "|>"
                        : "<|" + close.group(3) + "_" + begin + "|>";
                if (template.contains(open)) {
                    return Optional.of(new ReasoningMarks(open, close.group(), List.of()));
                }
            }
        }
        return Optional.empty();
    }
}
