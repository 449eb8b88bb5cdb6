package dev.mekiki.license.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A license text as a sequence of words: case, white space, quotes, punctuation, list markers and copyright lines don't count, every
 * letter and digit does (SPDX license list matching guidelines, in essence).
 */
public final class Words {
    private static final Pattern LIST_MARKER = Pattern
            .compile("^[\\s>#*_•·-]*(?:\\(?(?:\\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})\\\\?[.)])(?:\\s+|$)");
    private static final Pattern COPYRIGHT = Pattern.compile(
            "^[\\s>#*/_;-]*(?:(?i:copyright|\\(c\\)|©|&copy;)[\\s:,]*(?:(?i:\\(c\\)|©|&copy;)[\\s:,]*)*(?:\\d{4}|[\\[<{])|(?i:copyright)\\s*(?i:\\(c\\)|©)\\s*\\S|(?:Copyright|©|\\([cC]\\))\\s+(?:[A-Z]|the\\b|by\\b)).*");
    /** Copyright notices stand at the top; further down a line may begin with the word by the way it is wrapped. */
    private static final int HEAD_LINES = 20;
    private static final int LONGEST_NOTICE = 24;
    private static final int LONGEST_LINE = 400;
    private static final Set<String> RESTRICTING = Set.of("commercial", "noncommercial", "noncommercially", "use",
            "used", "uses", "using", "usage", "user", "users", "only", "license", "licenses", "licensed", "licensing",
            "sublicense", "permission", "permissions", "permitted", "prohibited", "forbidden", "forbids", "restricted",
            "restrict", "restriction", "restrictions", "research", "researchers", "academic", "educational",
            "evaluation", "not", "no", "non", "must", "may", "shall", "should", "except", "excluding", "unless",
            "without", "sale", "sell", "selling", "sold", "distribution", "distribute", "redistribution", "agreement",
            "terms", "conditions", "additional", "contact", "approval", "consent", "fee", "royalty", "nc", "nd",
            "subject", "provided", "personal", "private", "internal", "military", "revenue");
    private static final Pattern RESTRICTING_JA = Pattern.compile("商用|非営利|禁止|限[るりっ]|のみ|利用|使用|許諾|許可|条件|契約|規約|制限|研究|連絡");

    private Words() {}

    /** All words, in order. */
    public static List<String> of(String text) {
        return words(unmarked(Normalizer.normalize(text, Normalizer.Form.NFKC)));
    }

    /** The words without harmless copyright lines at the top; a line that says more than who and when is kept. */
    public static List<String> withoutNotices(String text) {
        List<String> lines = Normalizer.normalize(text, Normalizer.Form.NFKC).lines().toList();
        List<String> kept = new ArrayList<>();
        int seen = 0;
        Set<String> holders = holders(lines);
        for (String line : lines) {
            if (!line.isBlank()) {
                seen++;
            }
            if (line.isBlank() || seen > HEAD_LINES || !(notice(line) || heading(line, holders))) {
                kept.add(line);
            }
        }
        return words(unmarked(String.join("\n", kept)));
    }

    /** Whether these words could limit what somebody may do; unknown words of other languages than English and Japanese don't count. */
    public static boolean restrict(Collection<String> words) {
        return words.stream().anyMatch(word -> RESTRICTING.contains(word) || RESTRICTING_JA.matcher(word).find());
    }

    private static boolean notice(String line) {
        if (line.length() > LONGEST_LINE) {
            return false;
        }
        List<String> words = words(line);
        if (words.equals(List.of("all", "rights", "reserved"))) {
            return true;
        }
        return COPYRIGHT.matcher(line).matches() && words.size() <= LONGEST_NOTICE && !restrict(words);
    }

    private static Set<String> holders(List<String> lines) {
        Set<String> holders = new HashSet<>();
        lines.stream().filter(line -> !line.isBlank()).limit(HEAD_LINES).filter(Words::notice)
                .forEach(line -> holders.addAll(words(line)));
        return holders;
    }

    /** Microsoft heads its MIT texts with its name; such a line says nothing that the copyright line does not. */
    private static boolean heading(String line, Set<String> holders) {
        if (line.length() > LONGEST_LINE) {
            return false;
        }
        List<String> words = words(line);
        return !words.isEmpty() && words.size() <= 3 && holders.containsAll(words) && !restrict(words);
    }

    private static String unmarked(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean itemMayBegin = true;
        for (String line : text.lines().toList()) {
            String rest = line;
            for (int depth = 0; itemMayBegin && depth < 3; depth++) {
                Matcher marker = LIST_MARKER.matcher(rest);
                if (!marker.find()) {
                    break;
                }
                rest = rest.substring(marker.end());
            }
            result.append(rest).append('\n');
            // elsewhere “(4)” at the start of a line is a reference that was wrapped
            itemMayBegin = ends(line);
        }
        return result.toString();
    }

    /** Whether a sentence, a clause or an item of a list may end with the line. */
    private static boolean ends(String line) {
        int end = line.length();
        while (end > 0 && (Character.isWhitespace(line.charAt(end - 1)) || line.charAt(end - 1) == '*'
                || line.charAt(end - 1) == '_')) {
            end--;
        }
        return end == 0 || ".;:,".indexOf(line.charAt(end - 1)) >= 0 || word(line, end, "and")
                || word(line, end, "or");
    }

    private static boolean word(String line, int end, String word) {
        int begin = end - word.length();
        return begin >= 0 && line.startsWith(word, begin)
                && (begin == 0
                        || !(Character.isLetterOrDigit(line.charAt(begin - 1)) || line.charAt(begin - 1) == '_'));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String lower = text.toLowerCase(Locale.ROOT);
        for (int at = 0; at < lower.length();) {
            int character = lower.codePointAt(at);
            at += Character.charCount(character);
            if (Character.isLetterOrDigit(character) || Character.getType(character) == Character.NON_SPACING_MARK) {
                word.appendCodePoint(character);
            } else if (!word.isEmpty()) {
                add(words, word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            add(words, word.toString());
        }
        return List.copyOf(words);
    }

    /** Spellings that publishers of one and the same text use in turn. */
    private static void add(List<String> words, String word) {
        String last = words.isEmpty() ? "" : words.getLast();
        if (last.equals("non") && word.equals("infringement")) {
            words.set(words.size() - 1, "noninfringement");
        } else if (word.equals("https")) {
            words.add("http");
        } else {
            words.add(word.startsWith("licence") ? "license" + word.substring("licence".length()) : word);
        }
    }
}
