package dev.mekiki.suites.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a response in which a model thinks aloud before it answers, as models mark it. */
public final class Reasoning {
    private record Marks(Pattern open, Pattern close) {
        static Marks of(String open, String close) {
            return new Marks(Pattern.compile(open, Pattern.CASE_INSENSITIVE),
                    Pattern.compile(close, Pattern.CASE_INSENSITIVE));
        }

        static Marks tag(String name) {
            return of("<" + name + ">", "</" + name + ">");
        }
    }

    private static final List<Marks> MARKS = List.of(Marks.tag("think"), Marks.tag("thinking"), Marks.tag("thought"),
            Marks.tag("reasoning"), Marks.tag("reflection"), Marks.of("\\[THINK\\]", "\\[/THINK\\]"),
            Marks.of("<\\|channel\\|>analysis<\\|message\\|>",
                    "(?:<\\|end\\|>(?:<\\|start\\|>assistant)?)?<\\|channel\\|>final<\\|message\\|>"),
            Marks.of("<seed:think>", "</seed:think>"), Marks.of("◁think▷", "◁/think▷"));

    private Reasoning() {}

    /**
     * The response without its reasoning; empty if reasoning begins and does not end. A closing mark without an opening one ends reasoning that
     * the chat template has opened.
     */
    public static Optional<String> removed(String response) {
        String rest = response;
        for (Marks marks : MARKS) {
            Optional<String> without = without(rest, marks);
            if (without.isEmpty()) {
                return Optional.empty();
            }
            rest = without.get();
        }
        return Optional.of(rest);
    }

    /** What is left outside reasoning, whether that ends or not. */
    public static String outside(String response) {
        String rest = response;
        for (Marks marks : MARKS) {
            Optional<String> without = without(rest, marks);
            if (without.isEmpty()) {
                Matcher open = marks.open().matcher(rest);
                return open.find() ? rest.substring(0, open.start()) : rest;
            }
            rest = without.get();
        }
        return rest;
    }

    private static Optional<String> without(String text, Marks marks) {
        StringBuilder kept = new StringBuilder();
        Matcher open = marks.open().matcher(text);
        Matcher close = marks.close().matcher(text);
        int at = 0;
        if (close.find() && !(open.find() && open.start() < close.start())) {
            at = close.end();
        }
        boolean removed = at > 0;
        while (open.find(at)) {
            kept.append(text, at, open.start());
            if (!close.find(open.end())) {
                return Optional.empty();
            }
            at = close.end();
            removed = true;
        }
        if (!removed) {
            return Optional.of(text);
        }
        return Optional.of(kept.append(text.substring(at)).toString().stripLeading());
    }
}
