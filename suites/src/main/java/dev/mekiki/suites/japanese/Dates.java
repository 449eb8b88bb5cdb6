package dev.mekiki.suites.japanese;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and years that are the whole text, as {@code 2024年4月1日}: era years (令和6年, 平成元年), {@code 2024/04/01}, {@code 2024-04-01}, 西暦.
 * Kanji digits have become ASCII digits before.
 */
final class Dates {
    private static final Pattern JAPANESE = Pattern
            .compile("(西暦|明治|大正|昭和|平成|令和)?([0-9]{1,4}|元)年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?");
    private static final Pattern NUMERIC = Pattern.compile("([0-9]{4})([/-])([0-9]{1,2})\\2([0-9]{1,2})");

    /** First day, and the last one as the law has it; the new era begins on the next day or the same. */
    private record Era(LocalDate first, LocalDate last) {
        boolean has(int year) {
            return year >= first.getYear() && year <= last.getYear();
        }
    }

    private static final Map<String, Era> ERAS = Map.of( //
            // months and days before 1873 are of the lunar calendar and can't be taken over as they are
            "明治", new Era(LocalDate.of(1868, 1, 25), LocalDate.of(1912, 7, 30)), //
            "大正", new Era(LocalDate.of(1912, 7, 30), LocalDate.of(1926, 12, 25)), //
            "昭和", new Era(LocalDate.of(1926, 12, 25), LocalDate.of(1989, 1, 7)), //
            "平成", new Era(LocalDate.of(1989, 1, 8), LocalDate.of(2019, 4, 30)), //
            "令和", new Era(LocalDate.of(2019, 5, 1), LocalDate.of(2099, 12, 31)));
    private static final LocalDate SOLAR = LocalDate.of(1873, 1, 1);

    private Dates() {}

    /** Empty if the text is no date, or none that exists. */
    static Optional<String> parse(String text) {
        Matcher numeric = NUMERIC.matcher(text);
        if (numeric.matches()) {
            return date(number(numeric.group(1)), number(numeric.group(3)), number(numeric.group(4))).map(Dates::full);
        }
        Matcher japanese = JAPANESE.matcher(text);
        return japanese.matches() ? japanese(japanese) : Optional.empty();
    }

    private static Optional<String> japanese(Matcher parts) {
        Era era = ERAS.get(String.valueOf(parts.group(1)));
        boolean first = parts.group(2).equals("元");
        if (first && era == null) {
            return Optional.empty();
        }
        int written = first ? 1 : number(parts.group(2));
        int year = era == null ? written : era.first().getYear() + written - 1;
        if (year < 1 || written < 1 || (era != null && !era.has(year))) {
            return Optional.empty();
        }
        if (parts.group(3) == null) {
            return Optional.of(year + "年");
        }
        int month = number(parts.group(3));
        Optional<LocalDate> day = date(year, month, parts.group(4) == null ? 1 : number(parts.group(4)));
        boolean wholeMonth = parts.group(4) == null;
        if (day.isEmpty() || (era != null && (day.get().isBefore(SOLAR) || !within(era, day.get(), wholeMonth)))) {
            return Optional.empty();
        }
        return day.map(found -> parts.group(4) == null ? year + "年" + month + "月" : full(found));
    }

    private static boolean within(Era era, LocalDate day, boolean month) {
        LocalDate from = month ? era.first().withDayOfMonth(1) : era.first();
        return !day.isBefore(from) && !day.isAfter(era.last());
    }

    private static String full(LocalDate day) {
        return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    private static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
