package dev.mekiki.jinja;

import dev.mekiki.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Splits a template into tokens with the white space rules of Jinja2 3.1. */
final class Lexer {
    private static final List<String> LONG_OPERATORS = List.of("//", "**", "==", "!=", ">=", "<=");
    private static final String SHORT_OPERATORS = "+-/*%~[](){}><=.:|,;";

    private final String source;
    private final Settings settings;
    private final List<Token> tokens = new ArrayList<>();
    private int pos;
    private int line = 1;

    private Lexer(String source, Settings settings) {
        this.source = source;
        this.settings = settings;
    }

    static List<Token> tokenize(String text, Settings settings) {
        if (text.length() > settings.limits().sourceChars()) {
            throw Failure.limit("the template is longer than " + settings.limits().sourceChars() + " characters");
        }
        String source = text.replace("\r\n", "\n").replace('\r', '\n');
        if (!settings.keepTrailingNewline() && source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        return new Lexer(source, settings).run();
    }

    private List<Token> run() {
        while (pos < source.length()) {
            int tag = nextTag(pos);
            if (tag < 0) {
                data(source.substring(pos));
                pos = source.length();
            } else {
                tag(tag);
            }
        }
        add(Kind.END, "");
        return tokens;
    }

    private int nextTag(int from) {
        for (int i = source.indexOf('{', from); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '%' || next == '{' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private void tag(int tag) {
        char kind = source.charAt(tag + 1);
        int start = tag + 2;
        char sign = signAt(start);
        if (sign != 0) {
            start++;
        }
        text(source.substring(pos, tag), sign, kind != '{');
        int raw = kind == '%' ? rawBegin(start) : -1;
        if (raw >= 0) {
            advance(raw);
            raw();
        } else if (kind == '#') {
            advance(start);
            comment();
        } else {
            add(kind == '%' ? Kind.BLOCK_BEGIN : Kind.VARIABLE_BEGIN, "");
            advance(start);
            code(kind == '%');
        }
    }

    private char signAt(int at) {
        char c = at < source.length() ? source.charAt(at) : 0;
        return c == '-' || c == '+' ? c : 0;
    }

    /** Emits the text before a tag, without what the tag's sign or lstrip_blocks removes. */
    private void text(String text, char sign, boolean block) {
        int end = text.length();
        if (sign == '-') {
            end = Text.rstripEnd(text);
        } else if (sign == 0 && block && settings.lstripBlocks()) {
            int lineStart = text.lastIndexOf('\n') + 1;
            boolean atLineStart = lineStart > 0 || pos == 0 || source.charAt(pos - 1) == '\n';
            if (atLineStart && Text.rstripEnd(text) <= lineStart) {
                end = lineStart;
            }
        }
        data(text.substring(0, end));
        advance(pos + text.length());
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, null, line));
    }

    private void advance(int to) {
        for (int i = pos; i < to; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        pos = to;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < source.length() && Text.isSpace(source.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Where a raw block's text begins, if the tag whose inside starts here opens one; else -1. */
    private int rawBegin(int start) {
        int i = skipSpace(start);
        if (!source.startsWith("raw", i)) {
            return -1;
        }
        i = skipSpace(i + 3);
        if (source.startsWith("-%}", i)) {
            return skipSpace(i + 3);
        }
        return source.startsWith("%}", i) ? i + 2 : -1;
    }

    private void raw() {
        for (int i = source.indexOf("{%", pos); i >= 0; i = source.indexOf("{%", i + 1)) {
            char sign = signAt(i + 2);
            int name = skipSpace(sign == 0 ? i + 2 : i + 3);
            if (source.startsWith("endraw", name)) {
                int end = tagEnd(skipSpace(name + 6), "%}", true);
                if (end >= 0) {
                    text(source.substring(pos, i), sign, true);
                    advance(end);
                    return;
                }
            }
        }
        throw Failure.syntax("Missing end of raw directive", line);
    }

    private void comment() {
        int close = source.indexOf("#}", pos);
        if (close < 0) {
            throw Failure.syntax("Missing end of comment tag", line);
        }
        boolean signed = close > pos && signAt(close - 1) != 0;
        advance(tagEnd(signed ? close - 1 : close, "#}", true));
    }

    /** Where the text continues if a tag ends here, else -1. */
    private int tagEnd(int at, String mark, boolean block) {
        if (source.startsWith("-" + mark, at)) {
            return skipSpace(at + 1 + mark.length());
        }
        if (block && source.startsWith("+" + mark, at)) {
            return at + 1 + mark.length();
        }
        if (source.startsWith(mark, at)) {
            int end = at + mark.length();
            return block && settings.trimBlocks() && source.startsWith("\n", end) ? end + 1 : end;
        }
        return -1;
    }

    private void code(boolean block) {
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            advance(skipSpace(pos));
            if (pos >= source.length()) {
                return;
            }
            int end = open.isEmpty() ? tagEnd(pos, block ? "%}" : "}}", block) : -1;
            if (end >= 0) {
                add(block ? Kind.BLOCK_END : Kind.VARIABLE_END, "");
                advance(end);
                return;
            }
            char c = source.charAt(pos);
            if (c >= '0' && c <= '9') {
                number();
            } else if (c == '"' || c == '\'') {
                string(c);
            } else if (Character.isUnicodeIdentifierStart(source.codePointAt(pos)) || c == '_') {
                name();
            } else {
                operator(open);
            }
        }
    }

    private void name() {
        int end = pos;
        while (end < source.length()) {
            int c = source.codePointAt(end);
            if (c != '_' && (!Character.isUnicodeIdentifierPart(c) || Character.isIdentifierIgnorable(c))) {
                break;
            }
            end += Character.charCount(c);
        }
        add(Kind.NAME, source.substring(pos, end));
        advance(end);
    }

    private void operator(Deque<Character> open) {
        String operator = source.substring(pos, pos + 1);
        for (String candidate : LONG_OPERATORS) {
            if (source.startsWith(candidate, pos)) {
                operator = candidate;
            }
        }
        char c = operator.charAt(0);
        if (operator.length() == 1 && SHORT_OPERATORS.indexOf(c) < 0) {
            throw Failure.syntax("unexpected char '" + source.substring(pos, source.offsetByCodePoints(pos, 1)) + "'",
                    line);
        }
        switch (c) {
            case '{' -> open.push('}');
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '}', ')', ']' -> close(open, c);
            default -> {
            }
        }
        add(Kind.OPERATOR, operator);
        advance(pos + operator.length());
    }

    private void close(Deque<Character> open, char c) {
        Character expected = open.poll();
        if (expected == null) {
            throw Failure.syntax("unexpected '" + c + "'", line);
        }
        if (expected != c) {
            throw Failure.syntax("unexpected '" + c + "', expected '" + expected + "'", line);
        }
    }

    private void string(char quote) {
        int end = pos + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw Failure.syntax("unexpected char " + quote + ": the string is not closed", line);
        }
        add(Kind.STRING, Escapes.decode(source.substring(pos + 1, end), line));
        advance(end + 1);
    }

    private void number() {
        boolean afterDot = pos > 0 && source.charAt(pos - 1) == '.';
        int whole = digits(pos);
        int end = afterDot ? -1 : floatEnd(whole);
        if (end >= 0) {
            String text = source.substring(pos, end).replace("_", "");
            tokens.add(new Token(Kind.FLOAT, text, new Value.Flt(Double.parseDouble(text)), line));
            advance(end);
            return;
        }
        int radix = radix();
        if (radix != 10) {
            end = pos + 2;
            while (isDigit(end, radix) || (source.startsWith("_", end) && isDigit(end + 1, radix))) {
                end++;
            }
            integer(source.substring(pos + 2, end), radix, end);
            return;
        }
        if (source.charAt(pos) == '0') {
            end = pos + 1;
            while (end < whole && (source.charAt(end) == '0' || source.startsWith("_0", end))) {
                end++;
            }
            integer("0", 10, end);
            return;
        }
        integer(source.substring(pos, whole), 10, whole);
    }

    private int radix() {
        String prefix = source.substring(pos, Math.min(pos + 2, source.length())).toLowerCase(Locale.ROOT);
        int radix = switch (prefix) {
            case "0b" -> 2;
            case "0o" -> 8;
            case "0x" -> 16;
            default -> 10;
        };
        int first = source.startsWith("_", pos + 2) ? pos + 3 : pos + 2;
        return radix != 10 && isDigit(first, radix) ? radix : 10;
    }

    private void integer(String digits, int radix, int end) {
        BigInteger value = Numbers.bounded(new BigInteger(digits.replace("_", ""), radix));
        tokens.add(new Token(Kind.INTEGER, source.substring(pos, end), new Value.Int(value), line));
        advance(end);
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(end, 10) || (end > from && source.startsWith("_", end) && isDigit(end + 1, 10))) {
            end++;
        }
        return end;
    }

    private boolean isDigit(int at, int radix) {
        return at < source.length() && source.charAt(at) < 0x80 && Character.digit(source.charAt(at), radix) >= 0;
    }

    private int floatEnd(int whole) {
        int end = -1;
        int mantissa = whole;
        if (source.startsWith(".", whole) && isDigit(whole + 1, 10)) {
            mantissa = digits(whole + 1);
            end = mantissa;
        }
        if (mantissa < source.length() && (source.charAt(mantissa) | 0x20) == 'e') {
            char sign = signAt(mantissa + 1);
            int exponent = sign == 0 ? mantissa + 1 : mantissa + 2;
            if (isDigit(exponent, 10)) {
                end = digits(exponent);
            }
        }
        return end;
    }

    /** The value of a token that must carry one. */
    static Value valueOf(Token token) {
        @Nullable
        Value value = token.value();
        if (value == null) {
            throw Failure.syntax("expected a number, got " + token.describe(), token.line());
        }
        return value;
    }
}
