package dev.mekiki.suites.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One expression of the lexicon and all the ways of writing it: either kana, drawn out (バーーカ), spaced (死 ね), with a sign put in (バ○カ) or in
 * place of a character (キ○ガイ).
 *
 * @param severity 2 is toxic by itself, 1 only with another one in the same sentence
 * @param exceptions longer expressions that are harmless
 * @param letters of each character the forms it is written in, empty where it may be drawn out in other ways: a text that lacks the first, or more
 *     of the others than may be hidden, needs no search
 */
record LexiconEntry(String expression, String category, int severity, List<String> exceptions, List<String> letters,
        Pattern pattern) {
    private static final String SIGNS = "○〇◯●×✕✖☓✗*▲△□■◎☆★";
    private static final String SIGN = "[" + SIGNS + "]";
    private static final String BETWEEN = "(?:[ \\t・.,_/|'^~=+#%&@\"…‥-]{1,3}|[\\p{So}\\p{Sk}]{1,3}|" + SIGN + ")?";
    /** In an expression of no more characters, none is hidden behind a sign. */
    private static final int SHORTEST_HIDDEN = 2;
    private static final String DRAWN_OUT = "[ー~〜ぁぃぅぇぉァィゥェォっッ]{0,6}";
    /** What may stand before a word in hiragana, or after it, without being part of it. */
    private static final String BEFORE_HIRAGANA = "はがをのもにと";
    private static final String AFTER_HIRAGANA = "だなにがはのじめやをもとっでかよねすさ";

    LexiconEntry {
        exceptions = List.copyOf(exceptions);
        letters = List.copyOf(letters);
    }

    static LexiconEntry of(String expression, String category, int severity, List<String> exceptions) {
        boolean asWritten = expression.startsWith("=");
        String plain = asWritten ? expression.substring(1) : expression;
        return new LexiconEntry(plain, category, severity, exceptions,
                plain.codePoints().mapToObj(point -> forms(point, asWritten)).toList(),
                Pattern.compile(ways(plain, asWritten)));
    }

    /** Whether it stands in a text that {@link Lexicon} has normalised. */
    boolean in(String text) {
        int begin = where(text, letters.getFirst());
        long lacking = letters.stream().skip(1).filter(forms -> where(text, forms) < 0).count();
        int hidden = letters.size() > SHORTEST_HIDDEN ? 1 : 0;
        if (begin < 0 || lacking > hidden || (lacking > 0 && where(text, SIGNS) < 0)) {
            return false;
        }
        Matcher matcher = pattern.matcher(text);
        for (int from = begin; from <= text.length() && matcher.find(from); from = matcher.start() + 1) {
            if (isWord(text, matcher.start(), matcher.end()) && !isException(text, matcher.start(), matcher.end())) {
                return true;
            }
        }
        return false;
    }

    /** Where one of the forms stands first, or -1; 0 where there is none to look for. */
    private static int where(String text, String forms) {
        int first = forms.isEmpty() ? 0 : -1;
        for (int i = 0; i < forms.length();) {
            int point = forms.codePointAt(i);
            int at = text.indexOf(point);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
            i += Character.charCount(point);
        }
        return first;
    }

    private static String forms(int point, boolean asWritten) {
        if (point == 'ー') {
            return "";
        }
        if (point == '○') {
            return SIGNS;
        }
        if (!asWritten && (Kana.isHiragana(point) || Kana.isKatakana(point))) {
            return Character.toString(Kana.hiragana(point)) + Character.toString(Kana.katakana(point));
        }
        return Character.toString(point);
    }

    private static String ways(String expression, boolean asWritten) {
        int[] points = expression.codePoints().toArray();
        List<String> ways = new ArrayList<>(List.of(way(points, -1, asWritten)));
        if (points.length > SHORTEST_HIDDEN) {
            for (int hidden = 1; hidden < points.length; hidden++) {
                ways.add(way(points, hidden, asWritten));
            }
        }
        return String.join("|", ways);
    }

    private static String way(int[] points, int hidden, boolean asWritten) {
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            way.append(i > 0 ? BETWEEN : "").append(i == hidden ? SIGN : one(points[i], asWritten));
        }
        return way.toString();
    }

    private static String one(int point, boolean asWritten) {
        if (point == '○') {
            return SIGN;
        }
        if (point == 'ー') {
            return "[ー~〜]";
        }
        if (Kana.isHiragana(point) || Kana.isKatakana(point)) {
            String either = asWritten
                    ? Character.toString(point)
                    : "[" + Character.toString(Kana.hiragana(point)) + Character.toString(Kana.katakana(point)) + "]";
            return either + "{1,6}" + DRAWN_OUT;
        }
        return Pattern.quote(Character.toString(point));
    }

    /** Whether the match is not just part of a longer word of the script it begins or ends in. */
    private boolean isWord(String text, int from, int to) {
        boolean spaced = text.substring(from, to).indexOf(' ') >= 0 && expression.indexOf(' ') < 0;
        boolean inflected = Kana.isHiragana(expression.codePointBefore(expression.length())) && hasHan(expression);
        int first = text.codePointAt(from);
        int last = text.codePointBefore(to);
        if (from > 0) {
            int before = text.codePointBefore(from);
            boolean particle = !spaced && BEFORE_HIRAGANA.indexOf(before) >= 0;
            if (sameScript(before, first) && !(Kana.isHiragana(first) && particle)) {
                return false;
            }
        }
        if (to == text.length()) {
            return true;
        }
        int after = text.codePointAt(to);
        boolean particle = inflected || (!spaced && AFTER_HIRAGANA.indexOf(after) >= 0);
        return !sameScript(last, after) || (Kana.isHiragana(last) && particle);
    }

    private static boolean sameScript(int one, int other) {
        return (Kana.isKatakana(one) && Kana.isKatakana(other)) || (Kana.isHiragana(one) && Kana.isHiragana(other))
                || (isLatin(one) && isLatin(other));
    }

    private boolean isException(String text, int from, int to) {
        for (String exception : exceptions) {
            for (int at = text.indexOf(exception); at >= 0 && at <= from; at = text.indexOf(exception, at + 1)) {
                if (to <= at + exception.length()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasHan(String text) {
        return text.codePoints().anyMatch(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN);
    }

    private static boolean isLatin(int point) {
        return point >= 'a' && point <= 'z';
    }
}
