package dev.mekiki.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The filter {@code regex_replace} of lm-evaluation-harness: {@code re.sub}, with Java's regular expressions. */
final class RegexReplace {
    private RegexReplace() {}

    static Value apply(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("regex_replace", 2, "pattern", "repl", "count");
        String text = Protocols.requireText(value).text();
        int max = bound.integer(2, 0);
        Matcher matcher;
        try {
            matcher = Pattern
                    .compile(bound.text(0).replace("(?P<", "(?<"), Pattern.UNICODE_CHARACTER_CLASS)
                    .matcher(new Metered(session, text, 0, text.length()));
        } catch (PatternSyntaxException e) {
            throw Failure.value("regular expression: " + e.getDescription());
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int count = 0; (max <= 0 || count < max) && matcher.find(); count++) {
            out.append(text, at, matcher.start());
            expand(bound.text(1), matcher, out);
            session.checkOutput(out.length());
            at = matcher.end();
        }
        out.append(text, at, text.length());
        return session.text(out.toString());
    }

    /** Appends a replacement in Python's notation: {@code \1}, {@code \g<name>}, {@code \n}. */
    private static void expand(String replacement, Matcher matcher, StringBuilder out) {
        int i = 0;
        while (i < replacement.length()) {
            char c = replacement.charAt(i++);
            if (c != '\\' || i == replacement.length()) {
                out.append(c);
                continue;
            }
            char code = replacement.charAt(i++);
            if (code >= '1' && code <= '9') {
                group(matcher, Character.toString(code), out);
            } else if (code == 'g' && replacement.startsWith("<", i) && replacement.indexOf('>', i) > 0) {
                int close = replacement.indexOf('>', i);
                group(matcher, replacement.substring(i + 1, close), out);
                i = close + 1;
            } else {
                out.append(switch (code) {
                    case 'n' -> "\n";
                    case 't' -> "\t";
                    case 'r' -> "\r";
                    case '\\' -> "\\";
                    default -> "\\" + code;
                });
            }
        }
    }

    private static void group(Matcher matcher, String name, StringBuilder out) {
        try {
            boolean number = name.chars().allMatch(Character::isDigit);
            String text = number ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
            out.append(text == null ? "" : text);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw Failure.value("invalid group reference " + name);
        }
    }

    /** A string whose reading is charged, so that a pattern that backtracks for ever ends. */
    private record Metered(Session session, String text, int start, int end) implements CharSequence {
        @Override
        public char charAt(int index) {
            session.step();
            return text.charAt(start + index);
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Metered(session, text, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
