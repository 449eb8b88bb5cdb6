package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Python's methods of {@code str}. On Markup, what they make is Markup too, and what is put in is escaped. */
final class StringMethods {
    /** A method. */
    interface Method {
        Value call(Session session, Value.Str self, Arguments arguments);
    }

    static final Map<String, Method> METHODS = methods();

    private StringMethods() {}

    private static Map<String, Method> methods() {
        Map<String, Method> all = new HashMap<>();
        map(all, "upper", text -> text.toUpperCase(Locale.ROOT));
        map(all, "lower", text -> text.toLowerCase(Locale.ROOT));
        map(all, "casefold", Cases::fold);
        map(all, "capitalize", Cases::capitalize);
        map(all, "title", Cases::title);
        map(all, "swapcase", Cases::swap);
        test(all, "isspace", Text::isSpace);
        test(all, "isalpha", Character::isLetter);
        test(all, "isalnum", c -> Character.isLetter(c) || Cases.isNumeric(c));
        test(all, "isdecimal", Character::isDigit);
        test(all, "isdigit", Cases::isDigit);
        test(all, "isnumeric", Cases::isNumeric);
        all.put("isascii", (_, self, _) -> Value.of(self.text().chars().allMatch(c -> c < 0x80)));
        all.put("isprintable", (_, self, _) -> Value.of(self.text().codePoints().allMatch(Text::isPrintable)));
        all.put("isidentifier", (_, self, _) -> Value.of(Cases.isIdentifier(self.text())));
        all.put("islower", (_, self, _) -> Value.of(Cases.isLower(self.text())));
        all.put("isupper", (_, self, _) -> Value.of(Cases.isUpper(self.text())));
        all.put("istitle", (_, self, _) -> Value.of(Cases.isTitle(self.text())));
        all.put("strip", (_, self, arguments) -> like(self, Text.strip(self.text(), chars("strip", arguments))));
        all.put("lstrip", (_, self, arguments) -> like(self, Text.lstrip(self.text(), chars("lstrip", arguments))));
        all.put("rstrip", (_, self, arguments) -> like(self, Text.rstrip(self.text(), chars("rstrip", arguments))));
        all.put("split", (session, self, arguments) -> split(session, self, arguments, false));
        all.put("rsplit", (session, self, arguments) -> split(session, self, arguments, true));
        all.put("splitlines", (session, self, arguments) -> list(session, self,
                Text.lines(self.text(), arguments.bind("splitlines", 0, "keepends").truth(0))));
        all.put("partition", (session, self, arguments) -> partition(session, self, arguments, false));
        all.put("rpartition", (session, self, arguments) -> partition(session, self, arguments, true));
        all.put("join", StringMethods::join);
        all.put("replace", StringMethods::replace);
        all.put("startswith", (session, self, arguments) -> affix(session, self, arguments, true));
        all.put("endswith", (session, self, arguments) -> affix(session, self, arguments, false));
        all.put("find", (session, self, arguments) -> search(session, self, arguments, false, false));
        all.put("rfind", (session, self, arguments) -> search(session, self, arguments, true, false));
        all.put("index", (session, self, arguments) -> search(session, self, arguments, false, true));
        all.put("rindex", (session, self, arguments) -> search(session, self, arguments, true, true));
        all.put("count", StringMethods::count);
        all.put("removeprefix", (_, self, arguments) -> {
            String prefix = arguments.positionalOnly("removeprefix", 1, 1).text(0);
            return self.text().startsWith(prefix) ? like(self, self.text().substring(prefix.length())) : self;
        });
        all.put("removesuffix", (_, self, arguments) -> {
            String suffix = arguments.positionalOnly("removesuffix", 1, 1).text(0);
            int end = self.text().length() - suffix.length();
            return self.text().endsWith(suffix) ? like(self, self.text().substring(0, end)) : self;
        });
        all.put("center", (session, self, arguments) -> pad(session, self, arguments, "center"));
        all.put("ljust", (session, self, arguments) -> pad(session, self, arguments, "ljust"));
        all.put("rjust", (session, self, arguments) -> pad(session, self, arguments, "rjust"));
        all.put("zfill", StringMethods::zfill);
        all.put("expandtabs", StringMethods::expandTabs);
        all.put("format", BraceFormat::format);
        all.put("format_map", StringMethods::formatMap);
        for (String refused : List.of("encode", "translate", "maketrans")) {
            all.put(refused, (_, _, _) -> {
                throw new Failure(Failure.Kind.RUNTIME, "str." + refused + " is not supported");
            });
        }
        return Map.copyOf(all);
    }

    private static void map(Map<String, Method> all, String name, UnaryOperator<String> change) {
        all.put(name, (session, self, arguments) -> {
            arguments.positionalOnly(name, 0, 0);
            session.checkChars(self.text().length());
            return like(self, change.apply(self.text()));
        });
    }

    private static void test(Map<String, Method> all, String name, IntPredicate predicate) {
        all.put(name, (_, self, arguments) -> {
            arguments.positionalOnly(name, 0, 0);
            return Value.of(!self.text().isEmpty() && self.text().codePoints().allMatch(predicate));
        });
    }

    private static Value like(Value.Str self, String text) {
        return new Value.Str(text, self.safe());
    }

    private static @Nullable String chars(String method, Arguments arguments) {
        Arguments.Bound bound = arguments.positionalOnly(method, 0, 1);
        return bound.isNone(0) ? null : bound.text(0);
    }

    private static Value list(Session session, Value.Str self, List<String> parts) {
        session.checkChars(self.text().length());
        return session.list(parts.stream().map(part -> like(self, part)).toList());
    }

    private static Value split(Session session, Value.Str self, Arguments arguments, boolean right) {
        Arguments.Bound bound = arguments.bind(right ? "rsplit" : "split", 0, "sep", "maxsplit");
        int max = bound.integer(1, -1);
        if (bound.isNone(0)) {
            return list(session, self, right ? Text.rsplitSpace(self.text(), max) : Text.splitSpace(self.text(), max));
        }
        String separator = separator(session, self, bound.text(0));
        return list(session, self,
                right ? Text.rsplit(self.text(), separator, max) : Text.split(self.text(), separator, max));
    }

    private static String separator(Session session, Value.Str self, String separator) {
        if (separator.isEmpty()) {
            throw Failure.value("empty separator");
        }
        session.checkSearch(self.text(), separator);
        return separator;
    }

    private static Value partition(Session session, Value.Str self, Arguments arguments, boolean right) {
        String method = right ? "rpartition" : "partition";
        String separator = separator(session, self, arguments.positionalOnly(method, 1, 1).text(0));
        String text = self.text();
        int at = right ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            Value empty = like(self, "");
            return right ? Container.TupleValue.of(empty, empty, self) : Container.TupleValue.of(self, empty, empty);
        }
        return Container.TupleValue.of(like(self, text.substring(0, at)), like(self, separator),
                like(self, text.substring(at + separator.length())));
    }

    private static Value join(Session session, Value.Str self, Arguments arguments) {
        List<Value> items = Protocols.listOf(session, arguments.positionalOnly("join", 1, 1).value(0));
        List<String> parts = new ArrayList<>(items.size());
        for (Value item : items) {
            if (!(item instanceof Value.Str text)) {
                throw Failure.type("sequence item " + parts.size() + ": expected str instance, "
                        + Protocols.typeName(item) + " found");
            }
            parts.add(self.safe() ? Html.escape(session, text) : text.text());
        }
        return like(self, joined(session, self.text(), parts));
    }

    /** Joins, charged before it is done. */
    static String joined(Session session, String separator, List<String> parts) {
        long length = (long) separator.length() * Math.max(0, parts.size() - 1);
        for (String part : parts) {
            length += part.length();
        }
        session.checkChars(length);
        return String.join(separator, parts);
    }

    private static Value replace(Session session, Value.Str self, Arguments arguments) {
        Arguments.Bound bound = arguments.positionalOnly("replace", 2, 3);
        String by = self.safe() ? Html.escape(session, bound.value(1)) : bound.text(1);
        return like(self, replaced(session, self.text(), bound.text(0), by, bound.integer(2, -1)));
    }

    /** Replaces, charged before it is done. */
    static String replaced(Session session, String text, String part, String by, int max) {
        session.checkSearch(text, part);
        long found = by.length() <= part.length() ? 0 : Text.count(text, part);
        long count = max < 0 ? found : Math.min(max, found);
        session.checkChars(text.length() + count * (by.length() - part.length()));
        return Text.replace(text, part, by, max);
    }

    /** The part of a string that optional start and end arguments pick, or null where start lies behind it. */
    private static @Nullable String window(String text, Arguments.Bound bound) {
        int length = Text.length(text);
        int start = place(bound, 1, 0, length);
        int end = place(bound, 2, length, length);
        if (start > length || start > end) {
            return null;
        }
        return text.substring(Text.offset(text, start), Text.offset(text, end));
    }

    private static int place(Arguments.Bound bound, int index, int absent, int length) {
        if (bound.isNone(index)) {
            return absent;
        }
        long place = Numbers.clamped(bound.value(index));
        long from = place < 0 ? Math.max(0, place + length) : place;
        return (int) Math.min(from, index == 2 ? length : length + 1L);
    }

    private static Value affix(Session session, Value.Str self, Arguments arguments, boolean start) {
        Arguments.Bound bound = arguments.positionalOnly(start ? "startswith" : "endswith", 1, 3);
        String window = window(self.text(), bound);
        List<Value> candidates = bound.value(0) instanceof Container.TupleValue tuple
                ? tuple.items()
                : List.of(bound.value(0));
        boolean found = false;
        for (Value candidate : candidates) {
            if (!(candidate instanceof Value.Str(String affix, boolean _))) {
                throw Failure
                        .type((start ? "startswith" : "endswith") + " first arg must be str or a tuple of str, not "
                                + Protocols.typeName(candidate));
            }
            session.step();
            found |= window != null && (start ? window.startsWith(affix) : window.endsWith(affix));
        }
        return Value.of(found);
    }

    private static Value search(Session session, Value.Str self, Arguments arguments, boolean last, boolean required) {
        String method = (last ? "r" : "") + (required ? "index" : "find");
        Arguments.Bound bound = arguments.positionalOnly(method, 1, 3);
        String part = bound.text(0);
        String window = window(self.text(), bound);
        session.checkSearch(self.text(), part);
        int at = window == null ? -1 : last ? window.lastIndexOf(part) : window.indexOf(part);
        if (at < 0 || window == null) {
            if (required) {
                throw Failure.value("substring not found");
            }
            return Value.of(-1);
        }
        return Value.of(place(bound, 1, 0, Text.length(self.text())) + window.codePointCount(0, at));
    }

    private static Value count(Session session, Value.Str self, Arguments arguments) {
        Arguments.Bound bound = arguments.positionalOnly("count", 1, 3);
        session.checkSearch(self.text(), bound.text(0));
        String window = window(self.text(), bound);
        return Value.of(window == null ? 0 : Text.count(window, bound.text(0)));
    }

    private static Value pad(Session session, Value.Str self, Arguments arguments, String method) {
        Arguments.Bound bound = arguments.positionalOnly(method, 1, 2);
        String fill = bound.text(1, " ");
        if (Text.length(fill) != 1) {
            throw Failure.type("The fill character must be exactly one character long");
        }
        return like(self, padded(session, self.text(), bound.integer(0, 0), self.safe() ? Html.escape(fill) : fill,
                method));
    }

    static String padded(Session session, String text, int width, String fill, String method) {
        int missing = width - Text.length(text);
        if (missing <= 0) {
            return text;
        }
        session.checkChars(text.length() + (long) missing * fill.length());
        int left = switch (method) {
            case "ljust" -> 0;
            case "rjust" -> missing;
            default -> missing / 2 + (missing & width & 1);
        };
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }

    private static Value zfill(Session session, Value.Str self, Arguments arguments) {
        int missing = arguments.positionalOnly("zfill", 1, 1).integer(0, 0) - Text.length(self.text());
        if (missing <= 0) {
            return self;
        }
        session.checkChars((long) missing + self.text().length());
        int sign = self.text().startsWith("-") || self.text().startsWith("+") ? 1 : 0;
        return like(self, self.text().substring(0, sign) + "0".repeat(missing) + self.text().substring(sign));
    }

    private static Value expandTabs(Session session, Value.Str self, Arguments arguments) {
        int size = arguments.bind("expandtabs", 0, "tabsize").integer(0, 8);
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int c : self.text().codePoints().toArray()) {
            if (c == '\t') {
                int blanks = size > 0 ? size - column % size : 0;
                session.checkChars((long) out.length() / 64 + blanks);
                out.repeat(' ', blanks);
                column += blanks;
            } else {
                out.appendCodePoint(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        session.checkChars(out.length());
        return like(self, out.toString());
    }

    private static Value formatMap(Session session, Value.Str self, Arguments arguments) {
        Value mapping = arguments.positionalOnly("format_map", 1, 1).value(0);
        if (!(mapping instanceof Container.DictValue dict)) {
            throw Failure.type("format_map() needs a mapping");
        }
        Map<String, Value> named = new HashMap<>();
        for (Container.DictEntry entry : dict.entries().values()) {
            if (entry.key() instanceof Value.Str(String name, boolean _)) {
                named.put(name, entry.value());
            }
        }
        return BraceFormat.format(session, self, new Arguments(List.of(), named));
    }
}
