package dev.mekiki.jinja;

import dev.mekiki.jinja.Token.Kind;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which variables a template reads before, or without, giving them a value itself. */
final class Inputs {
    private static final Set<String> WORDS = Set.of("if", "elif", "else", "endif", "for", "endfor", "in", "not", "and",
            "or", "is", "set", "endset", "macro", "endmacro", "call", "endcall", "filter", "endfilter", "block",
            "endblock", "recursive", "break", "continue", "generation", "endgeneration", "true", "false", "none",
            "True", "False", "None", "loop", "with", "endwith", "do", "caller", "varargs", "kwargs", "raw", "endraw");

    private final List<Token> tokens;
    private final SortedSet<String> read = new TreeSet<>();
    private final Set<String> given = new TreeSet<>();

    private Inputs(List<Token> tokens) {
        this.tokens = tokens;
    }

    static SortedSet<String> of(String source, Settings settings) {
        return new Inputs(Lexer.tokenize(source, settings)).find();
    }

    private SortedSet<String> find() {
        for (int i = 0; i < tokens.size(); i++) {
            if (is(i, Kind.BLOCK_BEGIN)) {
                statement(i + 1);
            } else if (is(i, Kind.NAME)) {
                name(i);
            }
        }
        return read;
    }

    /** Names that the statement gives a value; one that is read first stays an input. */
    private void statement(int at) {
        boolean macro = word(at, "macro");
        boolean loop = word(at, "for");
        if (!macro && !loop && !word(at, "set")) {
            return;
        }
        for (int i = at + 1; i < tokens.size() && !is(i, Kind.BLOCK_END); i++) {
            boolean ends = loop ? word(i, "in") : !macro && tokens.get(i).isOperator("=");
            if (ends) {
                return;
            }
            boolean value = macro && i > 0 && tokens.get(i - 1).isOperator("=");
            if (is(i, Kind.NAME) && !value && !read.contains(tokens.get(i).text())
                    && !tokens.get(i - 1).isOperator(".")) {
                given.add(tokens.get(i).text());
            }
        }
    }

    private void name(int at) {
        String name = tokens.get(at).text();
        Token before = tokens.get(Math.max(0, at - 1));
        boolean attribute = before.isOperator(".") || before.isOperator("|");
        boolean test = before.isName("is") || (before.isName("not") && at > 1 && tokens.get(at - 2).isName("is"));
        boolean keyword = at + 1 < tokens.size() && tokens.get(at + 1).isOperator("=") && !before.isName("set");
        boolean called = at + 1 < tokens.size() && tokens.get(at + 1).isOperator("(");
        if (!attribute && !test && !keyword && !called && !WORDS.contains(name) && !given.contains(name)) {
            read.add(name);
        }
    }

    private boolean is(int at, Kind kind) {
        return at < tokens.size() && tokens.get(at).kind() == kind;
    }

    private boolean word(int at, String word) {
        return at < tokens.size() && tokens.get(at).isName(word);
    }
}
