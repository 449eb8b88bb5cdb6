package dev.mekiki.jinja;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code str.format}, with the sandbox's rules for attributes. */
final class BraceFormat {
    private final Session session;
    private final Arguments arguments;
    private final boolean safe;
    private int automatic;

    private BraceFormat(Session session, Arguments arguments, boolean safe) {
        this.session = session;
        this.arguments = arguments;
        this.safe = safe;
    }

    static Value format(Session session, Value.Str format, Arguments arguments) {
        String text = new BraceFormat(session, arguments, format.safe()).expand(format.text(), 2);
        session.checkChars(text.length());
        return new Value.Str(text, format.safe());
    }

    private String expand(String format, int depth) {
        if (depth < 0) {
            throw Failure.value("Max string recursion exceeded");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if ((c == '{' || c == '}') && at + 1 < format.length() && format.charAt(at + 1) == c) {
                out.append(c);
                at += 2;
            } else if (c == '}') {
                throw Failure.value("Single '}' encountered in format string");
            } else if (c == '{') {
                int end = close(format, at);
                out.append(field(format.substring(at + 1, end), depth));
                session.checkOutput(out.length());
                at = end + 1;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static int close(String format, int open) {
        int depth = 0;
        for (int i = open; i < format.length(); i++) {
            depth += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw Failure.value("expected '}' before end of string");
    }

    private String field(String field, int depth) {
        int end = 0;
        int brackets = 0;
        while (end < field.length() && (brackets > 0 || (field.charAt(end) != '!' && field.charAt(end) != ':'))) {
            brackets += field.charAt(end) == '[' ? 1 : field.charAt(end) == ']' ? -1 : 0;
            end++;
        }
        Value value = lookup(field.substring(0, end));
        if (field.startsWith("!", end)) {
            if (end + 1 >= field.length()) {
                throw Failure.value("end of string while looking for conversion specifier");
            }
            value = Value.text(FormatSpec.shown(session, value, field.charAt(end + 1)));
            end += 2;
            if (end < field.length() && field.charAt(end) != ':') {
                throw Failure.value("expected ':' after conversion specifier");
            }
        }
        String spec = end < field.length() ? expand(field.substring(end + 1), depth - 1) : "";
        if (safe) {
            return Html.escape(session, value instanceof Value.Str(String _, boolean marked) && marked
                    ? value
                    : Value.text(FormatSpec.format(session, value, spec)));
        }
        return FormatSpec.format(session, value, spec);
    }

    private Value lookup(String path) {
        int at = 0;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
            at++;
        }
        Value value = argument(path.substring(0, at));
        while (at < path.length()) {
            if (path.charAt(at) == '.') {
                int start = ++at;
                while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
                    at++;
                }
                value = Attributes.attribute(session, value, path.substring(start, at));
            } else {
                int close = path.indexOf(']', at);
                if (path.charAt(at) != '[' || close < 0) {
                    throw Failure.value("Missing ']' in format string");
                }
                String key = path.substring(at + 1, close);
                value = Attributes.item(session, value, isNumber(key) ? Value.of(number(key)) : Value.text(key));
                at = close + 1;
            }
        }
        return value;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int number(String digits) {
        if (digits.length() > 9) {
            throw Failure.value("Too many decimal digits in format string");
        }
        return Integer.parseInt(digits);
    }

    private Value argument(String name) {
        if (name.isEmpty() || isNumber(name)) {
            if (name.isEmpty() ? automatic < 0 : automatic > 0) {
                throw Failure.value("cannot switch between manual field specification and automatic field numbering");
            }
            int index = name.isEmpty() ? automatic++ : number(name);
            if (!name.isEmpty()) {
                automatic = -1;
            }
            if (index >= arguments.positional().size()) {
                throw new Failure(Failure.Kind.LOOKUP,
                        "Replacement index " + index + " out of range for positional args tuple");
            }
            return arguments.positional().get(index);
        }
        Map<String, Value> named = arguments.named();
        @Nullable
        Value value = named.get(name);
        if (value == null) {
            throw new Failure(Failure.Kind.LOOKUP, Repr.quote(name));
        }
        return value;
    }
}
