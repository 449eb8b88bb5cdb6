package dev.mekiki.jinja;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** {@code datetime.strftime} of a time without zone, in the C locale, with glibc's flags. */
final class Strftime {
    private Strftime() {}

    static String format(LocalDateTime time, String pattern) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (c != '%' || i == pattern.length()) {
                out.append(c);
                continue;
            }
            char flag = pattern.charAt(i);
            boolean flagged = "-_0^#".indexOf(flag) >= 0 && i + 1 < pattern.length();
            if (flagged) {
                i++;
            }
            char code = pattern.charAt(i++);
            out.append(flagged ? flagged(directive(time, code), flag) : directive(time, code));
        }
        return out.toString();
    }

    private static String flagged(String text, char flag) {
        return switch (flag) {
            case '^', '#' -> text.toUpperCase(Locale.ROOT);
            case '-' -> text.replaceFirst("^[0 ]+(?=.)", "");
            case '_' -> {
                String stripped = text.replaceFirst("^0+(?=.)", "");
                yield " ".repeat(text.length() - stripped.length()) + stripped;
            }
            default -> text.replace(' ', '0');
        };
    }

    private static String directive(LocalDateTime time, char code) {
        int weekday = time.getDayOfWeek().getValue() % 7;
        int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return switch (code) {
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
            case 'C' -> digits(time.getYear() / 100, 2);
            case 'd' -> digits(time.getDayOfMonth(), 2);
            case 'D', 'x' -> format(time, "%m/%d/%y");
            case 'e' -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case 'f' -> digits(time.getNano() / 1000, 6);
            case 'F' -> format(time, "%Y-%m-%d");
            case 'g' -> digits(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
            case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'H' -> digits(time.getHour(), 2);
            case 'I' -> digits(hour12, 2);
            case 'j' -> digits(time.getDayOfYear(), 3);
            case 'k' -> String.format(Locale.ROOT, "%2d", time.getHour());
            case 'l' -> String.format(Locale.ROOT, "%2d", hour12);
            case 'm' -> digits(time.getMonthValue(), 2);
            case 'M' -> digits(time.getMinute(), 2);
            case 'n' -> "\n";
            case 'p' -> time.get(ChronoField.AMPM_OF_DAY) == 0 ? "AM" : "PM";
            case 'P' -> time.get(ChronoField.AMPM_OF_DAY) == 0 ? "am" : "pm";
            case 'r' -> format(time, "%I:%M:%S %p");
            case 'R' -> format(time, "%H:%M");
            case 'S' -> digits(time.getSecond(), 2);
            case 't' -> "\t";
            case 'T', 'X' -> format(time, "%H:%M:%S");
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'U' -> digits((time.getDayOfYear() + 6 - weekday) / 7, 2);
            case 'V' -> digits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'w' -> Integer.toString(weekday);
            case 'W' -> digits((time.getDayOfYear() + 6 - (weekday + 6) % 7) / 7, 2);
            case 'y' -> digits(time.getYear() % 100, 2);
            case 'Y' -> Integer.toString(time.getYear());
            case 'z', 'Z' -> "";
            case '%' -> "%";
            default -> "%" + code;
        };
    }

    private static String digits(int number, int width) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }
}
