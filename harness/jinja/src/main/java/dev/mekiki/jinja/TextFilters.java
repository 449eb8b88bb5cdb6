package dev.mekiki.jinja;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that make or take strings. */
final class TextFilters {
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String WORD_BREAKS = "-({[<";

    private TextFilters() {}

    static void register(Map<String, Filters.Code> all) {
        map(all, "upper", text -> text.toUpperCase(Locale.ROOT));
        map(all, "lower", text -> text.toLowerCase(Locale.ROOT));
        map(all, "capitalize", Cases::capitalize);
        map(all, "title", TextFilters::title);
        map(all, "string", text -> text);
        all.put("safe", (session, value, arguments) -> {
            arguments.bind("safe", 0);
            return new Value.Str(Repr.str(session, value), true);
        });
        Filters.Code escape = (session, value, arguments) -> {
            arguments.bind("escape", 0);
            return new Value.Str(Html.escape(session, value), true);
        };
        all.put("escape", escape);
        all.put("e", escape);
        all.put("forceescape", (session, value, arguments) -> {
            arguments.bind("forceescape", 0);
            return new Value.Str(Html.escape(session, Value.text(Repr.str(session, value))), true);
        });
        all.put("trim", (session, value, arguments) -> {
            Arguments.Bound bound = arguments.bind("trim", 0, "chars");
            Value.Str text = soft(session, value);
            return new Value.Str(Text.strip(text.text(), bound.isNone(0) ? null : bound.text(0)), text.safe());
        });
        all.put("replace", (session, value, arguments) -> {
            Arguments.Bound bound = arguments.bind("replace", 2, "old", "new", "count");
            return Value.text(StringMethods.replaced(session, Repr.str(session, value),
                    Repr.str(session, bound.value(0)), Repr.str(session, bound.value(1)),
                    bound.isNone(2) ? -1 : bound.integer(2, -1)));
        });
        all.put("format", (session, value, arguments) -> {
            if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
                throw Failure.value("can't handle positional and keyword arguments at the same time");
            }
            return PercentFormat.format(session, soft(session, value), arguments.named().isEmpty()
                    ? session.tuple(arguments.positional())
                    : Protocols.dict(session, arguments.named()));
        });
        all.put("center", (session, value, arguments) -> {
            Value.Str text = soft(session, value);
            int width = arguments.bind("center", 0, "width").integer(0, 80);
            return new Value.Str(StringMethods.padded(session, text.text(), width, " ", "center"), text.safe());
        });
        all.put("wordcount", (session, value, _) -> Value
                .of(WORD.matcher(soft(session, value).text()).results().count()));
        all.put("indent", TextFilters::indent);
        all.put("truncate", TextFilters::truncate);
        all.put("wordwrap", WordWrap::apply);
        all.put("striptags", TextFilters::stripTags);
        all.put("urlencode", TextFilters::urlEncode);
        all.put("xmlattr", TextFilters::xmlAttributes);
    }

    private static void map(Map<String, Filters.Code> all, String name, UnaryOperator<String> change) {
        all.put(name, (session, value, arguments) -> {
            arguments.bind(name, 0);
            Value.Str text = soft(session, value);
            session.checkChars(text.text().length());
            return new Value.Str(change.apply(text.text()), text.safe());
        });
    }

    /** The text of a value; Markup stays Markup. */
    static Value.Str soft(Session session, Value value) {
        return value instanceof Value.Str text ? text : new Value.Str(Repr.str(session, value), false);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean start = true;
        int at = 0;
        while (at < text.length()) {
            int end = text.offsetByCodePoints(at, 1);
            String character = text.substring(at, end);
            boolean breaks = WORD_BREAKS.contains(character) || Text.isSpace(text.codePointAt(at));
            out.append(start ? character.toUpperCase(Locale.ROOT) : character.toLowerCase(Locale.ROOT));
            start = breaks;
            at = end;
        }
        return out.toString();
    }

    private static Value indent(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("indent", 0, "width", "first", "blank");
        if (!(value instanceof Value.Str(String text, boolean safe))) {
            throw value instanceof Value.Undefined undefined
                    ? undefined.failure()
                    : Failure.type("unsupported operand type(s) for +=: '" + Protocols.typeName(value) + "' and 'str'");
        }
        Value width = bound.value(0, Value.of(4));
        int blanks = width instanceof Value.Str ? 0 : Math.max(0, Numbers.index(width));
        session.checkChars(blanks);
        String indention = width instanceof Value.Str(String given, boolean _)
                ? safe ? Html.escape(session, width) : given
                : " ".repeat(blanks);
        boolean blank = bound.truth(2);
        List<String> lines = new ArrayList<>(Text.lines(text + "\n", false));
        session.checkChars(text.length() + (long) lines.size() * (indention.length() + 1));
        for (int i = 1; i < lines.size(); i++) {
            if (blank || !lines.get(i).isEmpty()) {
                lines.set(i, indention + lines.get(i));
            }
        }
        String result = String.join("\n", lines);
        return new Value.Str(bound.truth(1) ? indention + result : result, safe);
    }

    private static Value truncate(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("truncate", 0, "length", "killwords", "end", "leeway");
        int length = bound.integer(0, 255);
        String end = bound.text(2, "...");
        int leeway = bound.isNone(3) ? 5 : bound.integer(3, 5);
        if (length < Text.length(end) || leeway < 0) {
            throw Failure.value("expected length >= " + Text.length(end) + " and leeway >= 0");
        }
        Value.Str text = Protocols.requireText(value);
        if (Text.length(text.text()) <= (long) length + leeway) {
            return text;
        }
        String kept = text.text().substring(0, Text.offset(text.text(), length - Text.length(end)));
        if (!bound.truth(1)) {
            kept = Text.rsplit(kept, " ", 1).getFirst();
        }
        session.checkChars(kept.length() + end.length());
        return new Value.Str(kept + (text.safe() ? Html.escape(end) : end), text.safe());
    }

    private static Value stripTags(Session session, Value value, Arguments arguments) {
        arguments.bind("striptags", 0);
        String text = Repr.str(session, value);
        StringBuilder kept = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
            boolean comment = text.startsWith("<!--", open);
            int close = comment ? text.indexOf("-->", open + 4) : text.indexOf('>', open);
            if (close < 0) {
                break;
            }
            kept.append(text, at, open);
            at = close + (comment ? 3 : 1);
        }
        kept.append(text, at, text.length());
        String spaced = String.join(" ", Text.splitSpace(kept.toString(), -1));
        return session
                .text(spaced.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&#34;", "\"")
                        .replace("&quot;", "\"").replace("&amp;", "&"));
    }

    private static Value urlEncode(Session session, Value value, Arguments arguments) {
        arguments.bind("urlencode", 0);
        if (value instanceof Value.Str || !Protocols.isIterable(value)) {
            return session.text(quote(Repr.str(session, value), false));
        }
        Value pairs = value instanceof Container.DictValue dict ? new Value.View(Value.ViewKind.ITEMS, dict) : value;
        List<String> parts = new ArrayList<>();
        for (Value pair : Protocols.listOf(session, pairs)) {
            List<Value> both = Protocols.listOf(session, pair);
            if (both.size() != 2) {
                throw Failure.value("expected pairs");
            }
            parts.add(quote(Repr.str(session, both.get(0)), true) + "=" + quote(Repr.str(session, both.get(1)), true));
        }
        return Value.text(StringMethods.joined(session, "&", parts));
    }

    private static String quote(String text, boolean query) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80
                    && (Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0 || (c == '/' && !query));
            if (plain) {
                out.append(c);
            } else if (query && c == ' ') {
                out.append('+');
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    private static Value xmlAttributes(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("xmlattr", 0, "autospace");
        if (!(value instanceof Container.DictValue dict)) {
            throw Failure.type("xmlattr needs a mapping");
        }
        List<String> parts = new ArrayList<>();
        for (Container.DictEntry entry : dict.entries().values()) {
            if (entry.value() == Value.None.NONE || entry.value() instanceof Value.Undefined) {
                continue;
            }
            String key = Protocols.requireText(entry.key()).text();
            Matcher invalid = Pattern.compile("[\\s/>=]").matcher(key);
            if (invalid.find()) {
                throw Failure.value("Invalid character in attribute name: " + Repr.quote(key));
            }
            parts.add(Html.escape(session, entry.key()) + "=\"" + Html.escape(session, entry.value()) + "\"");
        }
        String text = StringMethods.joined(session, " ", parts);
        boolean space = bound.get(0) == null || bound.truth(0);
        return Value.text(space && !text.isEmpty() ? " " + text : text);
    }
}
