package dev.mekiki.jinja;

import java.util.Iterator;
import java.util.List;

/** Python's {@code str} and {@code repr}. */
final class Repr {
    private final Session session;
    private final StringBuilder out = new StringBuilder();

    private Repr(Session session) {
        this.session = session;
    }

    /** What printing shows. */
    static String str(Session session, Value value) {
        return switch (value) {
            case Value.Str(String text, boolean _) -> text;
            case Value.Undefined undefined -> {
                undefined.touch();
                yield "";
            }
            case Value.None _ -> "None";
            case Value.Bool(boolean bool) -> bool ? "True" : "False";
            case Value.Int(var number) -> number.toString();
            case Value.Flt(double number) -> Numbers.repr(number);
            default -> repr(session, value);
        };
    }

    static String repr(Session session, Value value) {
        session.work(Container.weigh(value));
        Repr repr = new Repr(session);
        repr.append(value);
        session.checkChars(repr.out.length());
        return repr.out.toString();
    }

    private void append(Value value) {
        session.checkOutput(out.length());
        switch (value) {
            case Value.None _ -> out.append("None");
            case Value.Bool(boolean bool) -> out.append(bool ? "True" : "False");
            case Value.Int(var number) -> out.append(number);
            case Value.Flt(double number) -> out.append(Numbers.repr(number));
            case Value.Str(String text, boolean safe) -> out.append(safe ? "Markup(" + quote(text) + ")" : quote(text));
            case Container.ListValue list -> sequence("[", list.items(), "]");
            case Container.TupleValue tuple -> sequence("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
            case Container.DictValue dict -> dict(dict);
            case Value.View view -> {
                out.append(Protocols.typeName(view)).append('(');
                sequence("[", Protocols.listOf(session, view), "]");
                out.append(')');
            }
            case Value.Range(long start, long stop, long step) -> out.append("range(").append(start).append(", ")
                    .append(stop).append(step == 1 ? "" : ", " + step).append(')');
            case Value.Undefined _ -> out.append("Undefined");
            case Value.Lazy(String name, Iterator<Value> _) -> out.append("<generator object ").append(name)
                    .append('>');
            case Namespace namespace -> namespace(namespace);
            case Callable callable -> out.append(callable.shown());
        }
    }

    private void sequence(String open, List<Value> items, String close) {
        out.append(open);
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            append(item);
            separator = ", ";
        }
        out.append(close);
    }

    private void dict(Container.DictValue dict) {
        out.append('{');
        String separator = "";
        for (Container.DictEntry entry : dict.entries().values()) {
            out.append(separator);
            append(entry.key());
            out.append(": ");
            append(entry.value());
            separator = ", ";
        }
        out.append('}');
    }

    /** A namespace may hold itself, so this is where depth is counted. */
    private void namespace(Namespace namespace) {
        session.enter();
        out.append("<Namespace ");
        dict((Container.DictValue) Protocols.dict(session, namespace.attributes()));
        out.append('>');
        session.leave();
    }

    /** A string as a Python literal. */
    static String quote(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (Text.isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(c < 0x100
                                ? String.format("\\x%02x", c)
                                : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
                    }
                }
            }
        });
        return out.append(quote).toString();
    }
}
