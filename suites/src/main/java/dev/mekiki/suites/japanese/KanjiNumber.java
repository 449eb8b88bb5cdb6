package dev.mekiki.suites.japanese;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as they are written in Japanese: 十八, 一億二千万, 二〇二四, 3.5万, 1,234万, 壱万. A text is a number as a whole or not at all.
 */
final class KanjiNumber {
    /** Characters that such a number may be made of. */
    static final String CHARACTERS = "0-9〇零一二三四五六七八九壱壹弌弐貳貮参參肆伍陸漆柒捌玖拾佰仟阡萬十百千万億兆京";

    private static final String DIGITS = "〇一二三四五六七八九";
    /** 大字, as on bank notes and in contracts; the ones after 零 are words of their own when they stand alone. */
    private static final String FORMAL = "零壱弐参拾壹弌貳貮參肆伍陸漆柒捌玖佰仟阡萬";
    private static final String FORMAL_MEANING = "〇一二三十一一二二三四五六七七八九百千千万";
    private static final String GROUPS = "万億兆京";
    private static final Pattern ARABIC = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    private static final Pattern POSITIONAL = Pattern.compile("[〇一二三四五六七八九]+");
    /** Thousands, hundreds, tens, ones; each multiplier at most once and in this order. */
    private static final Pattern SMALL = Pattern
            .compile("(?:(D?)(千))?(?:(D?)(百))?(?:(D?)(十))?(D?)".replace("D", "[1-9一二三四五六七八九]"));
    private static final int LONGEST = 40;

    private KanjiNumber() {}

    /** In ASCII digits, without separators; empty if the text is not a number. */
    static Optional<String> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST || (text.length() == 1 && FORMAL.indexOf(text) > 0)) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.' && !Kinds.isNumeral(text.charAt(i))) {
                return Optional.empty();
            }
        }
        String plain = replaceFormal(text);
        if (ARABIC.matcher(plain).matches()) {
            return Optional.of(plain);
        }
        if (POSITIONAL.matcher(plain).matches()) {
            return Optional.of(positional(plain));
        }
        return grouped(plain).map(value -> value.stripTrailingZeros().toPlainString());
    }

    private static String replaceFormal(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < plain.length(); i++) {
            int at = FORMAL.indexOf(plain.charAt(i));
            if (at >= 0) {
                plain.setCharAt(i, FORMAL_MEANING.charAt(at));
            }
        }
        return plain.toString();
    }

    private static String positional(String digits) {
        StringBuilder ascii = new StringBuilder();
        digits.chars().forEach(digit -> ascii.append(DIGITS.indexOf(digit)));
        return ascii.toString();
    }

    /** Sums groups of 京, 兆, 億, 万 and the rest, each group at most once and in falling order. */
    private static Optional<BigDecimal> grouped(String text) {
        BigDecimal sum = BigDecimal.ZERO;
        int from = 0;
        int above = GROUPS.length();
        for (int at = 0; at < text.length(); at++) {
            int group = GROUPS.indexOf(text.charAt(at));
            if (group >= 0) {
                Optional<BigDecimal> count = group < above ? small(text.substring(from, at)) : Optional.empty();
                if (count.isEmpty()) {
                    return Optional.empty();
                }
                sum = sum.add(count.get().scaleByPowerOfTen(4 * (group + 1)));
                above = group;
                from = at + 1;
            }
        }
        if (from == text.length()) {
            return Optional.of(sum);
        }
        return small(text.substring(from)).map(sum::add);
    }

    /** A number before 万 and the like, or after the last of them. */
    private static Optional<BigDecimal> small(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (ARABIC.matcher(text).matches()) {
            return Optional.of(new BigDecimal(text));
        }
        if (POSITIONAL.matcher(text).matches()) {
            return Optional.of(new BigDecimal(positional(text)));
        }
        var arabicTimes = ARABIC.matcher(text);
        if (text.length() > 1 && arabicTimes.region(0, text.length() - 1).matches()) {
            int power = "十百千".indexOf(text.charAt(text.length() - 1)) + 1;
            return power == 0
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(arabicTimes.group()).scaleByPowerOfTen(power));
        }
        var parts = SMALL.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int sum = 0;
        for (int power = 3; power >= 1; power--) {
            int group = 2 * (3 - power) + 1;
            if (parts.group(group + 1) != null) {
                sum += (parts.group(group).isEmpty() ? 1 : digit(parts.group(group))) * (int) Math.pow(10, power);
            }
        }
        String ones = parts.group(7);
        return Optional.of(BigDecimal.valueOf(sum + (ones.isEmpty() ? 0 : digit(ones))));
    }

    private static int digit(String one) {
        int kanji = DIGITS.indexOf(one.charAt(0));
        return kanji >= 0 ? kanji : one.charAt(0) - '0';
    }
}
