package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's {@code json.dumps}. */
final class Json {
    /**
     * How to write.
     *
     * @param indent what one level is indented by; null for one line
     */
    record Style(boolean ascii, @Nullable String indent, String itemSeparator, String keySeparator, boolean sortKeys) {}

    private final Session session;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private Json(Session session, Style style) {
        this.session = session;
        this.style = style;
    }

    static String write(Session session, Value value, Style style) {
        session.work(Container.weigh(value));
        Json json = new Json(session, style);
        json.append(value, 1);
        session.checkChars(json.out.length());
        return json.out.toString();
    }

    /** The indentation that an argument asks for: a number of blanks, a string, or none. */
    static @Nullable String indent(Session session, Value indent) {
        if (indent instanceof Value.Str(String text, boolean _)) {
            return text;
        }
        if (indent == Value.None.NONE) {
            return null;
        }
        int width = Math.max(0, Numbers.index(indent));
        session.checkChars(width);
        return " ".repeat(width);
    }

    private void append(Value value, int depth) {
        session.checkOutput(out.length());
        switch (value) {
            case Value.None _ -> out.append("null");
            case Value.Bool(boolean bool) -> out.append(bool);
            case Value.Int(var number) -> out.append(number);
            case Value.Flt(double number) -> out.append(number(number));
            case Value.Str(String text, boolean _) -> string(text);
            case Container.Sequence sequence -> array(sequence.items(), depth);
            case Container.DictValue dict -> object(dict, depth);
            case Value.Undefined _,Value.Range _,Value.Lazy _,Value.View _,Namespace _,Callable _ -> throw Failure
                    .type("Object of type " + Protocols.typeName(value) + " is not JSON serializable");
        }
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number) ? number > 0 ? "Infinity" : "-Infinity" : Numbers.repr(number);
    }

    private void array(List<Value> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        boolean first = true;
        for (Value item : items) {
            out.append(first ? "" : style.itemSeparator());
            newline(depth);
            append(item, depth + 1);
            first = false;
        }
        newline(depth - 1);
        out.append(']');
    }

    private void object(Container.DictValue dict, int depth) {
        if (dict.entries().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        boolean first = true;
        for (Container.DictEntry entry : ordered(dict.entries().values())) {
            out.append(first ? "" : style.itemSeparator());
            newline(depth);
            string(key(entry.key()));
            out.append(style.keySeparator());
            append(entry.value(), depth + 1);
            first = false;
        }
        newline(depth - 1);
        out.append('}');
    }

    private Collection<Container.DictEntry> ordered(Collection<Container.DictEntry> entries) {
        if (!style.sortKeys()) {
            return entries;
        }
        List<Container.DictEntry> sorted = new ArrayList<>(entries);
        var order = Comparison.sorting(session);
        sorted.sort((a, b) -> order.compare(a.key(), b.key()));
        return sorted;
    }

    private static String key(Value key) {
        return switch (key) {
            case Value.Str(String text, boolean _) -> text;
            case Value.None _ -> "null";
            case Value.Bool(boolean bool) -> Boolean.toString(bool);
            case Value.Int(var number) -> number.toString();
            case Value.Flt(double number) -> number(number);
            default -> throw Failure
                    .type("keys must be str, int, float, bool or None, not " + Protocols.typeName(key));
        };
    }

    private void newline(int depth) {
        if (style.indent() != null) {
            session.checkOutput(out.length() + (long) style.indent().length() * depth);
            out.append('\n').repeat(style.indent(), depth);
        }
    }

    private void string(String text) {
        session.checkOutput((long) out.length() + text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || (style.ascii() && c > 0x7e)) {
                        out.append("\\u").append(java.util.HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
