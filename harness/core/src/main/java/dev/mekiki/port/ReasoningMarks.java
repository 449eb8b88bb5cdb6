package dev.mekiki.port;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model marks what it thinks before it answers.
 *
 * @param open what begins it; empty where the model thinks from its first word on
 * @param close what ends it, and what the answer stands behind
 * @param edges marks that may stand at the end of either and belong to neither, such as {@code <|end|>}
 */
public record ReasoningMarks(String open, String close, List<String> edges) {
    /** {@code <think>…</think>}, which most models use. */
    public static final ReasoningMarks THINK = new ReasoningMarks("<think>", "</think>", List.of());
    /** OpenAI's harmony format: channels {@code analysis} and {@code final}. */
    public static final ReasoningMarks HARMONY = new ReasoningMarks("<|channel|>analysis<|message|>",
            "<|channel|>final<|message|>", List.of("<|start|>assistant", "<|end|>", "<|return|>"));

    /** @throws IllegalArgumentException if nothing would end it */
    public ReasoningMarks {
        requireNonNull(open, "open");
        if (close.isEmpty() || close.equals(open)) {
            throw new IllegalArgumentException("reasoning needs a mark of its own that ends it");
        }
        edges = List.copyOf(edges);
    }

    /**
     * A response in its two parts.
     *
     * @param reasoning empty where nothing was thought
     * @param closed whether the reasoning ended; where it did not, the answer is empty
     */
    public record Split(String reasoning, String answer, boolean closed) {}

    /** Whether this prompt, made by a chat template, ends within reasoning. */
    public boolean opened(Prompt prompt) {
        return prompt.templated() && opened(prompt.text());
    }

    private boolean opened(String prompt) {
        if (open.isEmpty()) {
            return true;
        }
        int at = prompt.lastIndexOf(open);
        return at >= 0 && prompt.substring(at + open.length()).isBlank();
    }

    /**
     * Takes a whole response apart. A closing mark without an opening one ends reasoning that began before the response.
     *
     * @param begun whether the prompt had opened the reasoning
     */
    public Split split(String response, boolean begun) {
        boolean stray = !begun && strayClose(response);
        Splitter splitter = new Splitter(this, begun || stray);
        StringBuilder answer = new StringBuilder(splitter.add(response));
        answer.append(splitter.end());
        return splitter.split(answer.toString());
    }

    private boolean strayClose(String response) {
        int end = response.indexOf(close);
        int begin = open.isEmpty() ? -1 : response.indexOf(open);
        return end >= 0 && (begin < 0 || begin > end);
    }

    private String withoutEdges(String text) {
        String rest = text.strip();
        for (boolean again = true; again;) {
            String before = rest;
            Optional<String> edge = edges.stream().filter(before::endsWith).findFirst();
            rest = edge.map(mark -> before.substring(0, before.length() - mark.length()).strip()).orElse(before);
            again = edge.isPresent();
        }
        return rest;
    }

    /** Takes a response apart as it comes. */
    public static final class Splitter {
        private final ReasoningMarks marks;
        private final StringBuilder held = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private boolean thinking;
        private boolean seen;
        private boolean answerBegins;

        /** @param begun whether the prompt had opened the reasoning */
        public Splitter(ReasoningMarks marks, boolean begun) {
            this.marks = marks;
            this.thinking = begun;
            this.seen = begun;
        }

        /** @return text that is certain to belong to the answer */
        public String add(String text) {
            held.append(text);
            StringBuilder answer = new StringBuilder();
            for (OptionalInt at = next(); at.isPresent(); at = next()) {
                String mark = mark();
                take(at.getAsInt(), answer);
                held.delete(0, mark.length());
                thinking = !thinking;
                seen = true;
                answerBegins = !thinking;
            }
            take(held.length() - beginning(), answer);
            return answer.toString();
        }

        /** @return what was held back, when no more text comes */
        public String end() {
            StringBuilder answer = new StringBuilder();
            take(held.length(), answer);
            return answer.toString();
        }

        /** Whether what comes now is reasoning. */
        public boolean thinking() {
            return thinking;
        }

        /** Whether there was any mark, or the prompt had one. */
        public boolean seen() {
            return seen;
        }

        /** @param answer all that {@link #add} and {@link #end} gave, or what stop strings left of it */
        public Split split(String answer) {
            return seen
                    ? new Split(marks.withoutEdges(reasoning.toString()), thinking ? "" : answer(answer), !thinking)
                    : new Split("", answer, true);
        }

        private String answer(String text) {
            return marks.edges().isEmpty() ? text : marks.withoutEdges(text);
        }

        private String mark() {
            return thinking ? marks.close() : marks.open();
        }

        private OptionalInt next() {
            int at = mark().isEmpty() ? -1 : held.indexOf(mark());
            return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
        }

        private void take(int length, StringBuilder answer) {
            String text = held.substring(0, length);
            held.delete(0, length);
            if (thinking) {
                reasoning.append(text);
                return;
            }
            String kept = answerBegins ? text.stripLeading() : text;
            answerBegins &= kept.isEmpty();
            answer.append(kept);
        }

        /** Length of the longest end of the text that is the beginning of the mark looked for. */
        private int beginning() {
            String mark = mark();
            for (int length = Math.min(mark.length() - 1, held.length()); length > 0; length--) {
                if (mark.startsWith(held.substring(held.length() - length))) {
                    return length;
                }
            }
            return 0;
        }
    }
}
