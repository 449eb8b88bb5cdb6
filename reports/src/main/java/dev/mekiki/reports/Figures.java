package dev.mekiki.reports;

import dev.mekiki.domain.Findings.Interval;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.OptionalDouble;

/** How numbers are written: no more digits than they carry, the unit beside them, never a bare NaN. */
final class Figures {
    private static final String SPACE = "\u00a0";
    private final Texts texts;

    Figures(Texts texts) {
        this.texts = texts;
    }

    String value(double value, Unit unit) {
        return switch (unit) {
            case SHARE -> percent(value);
            case MILLISECONDS -> milliseconds(value);
            case TOKENS_PER_S, REQUESTS_PER_S, CHARACTERS_PER_S -> texts.say("unit." + unit, significant(value));
            case BYTES -> bytes(value);
            case COUNT -> count(Math.round(value));
            case PLAIN -> significant(value);
        };
    }

    /** {@code 61.0 %} */
    String percent(double share) {
        return pattern("0.0", 100 * share) + SPACE + "%";
    }

    /** The number that stands for a share in charts, in per cent without the sign. */
    String bare(double value, Unit unit) {
        return unit == Unit.SHARE ? pattern("0.0", 100 * value) : significant(value);
    }

    /** {@code 54.0–68.0}, in the value's unit. */
    String range(Interval interval, Unit unit) {
        return bare(interval.low(), unit) + "–" + bare(interval.high(), unit);
    }

    /** {@code 95 % 信頼区間 54.0–68.0} */
    String interval(Interval interval, Unit unit) {
        return texts.say("interval", level(interval.level()), range(interval, unit));
    }

    String level(double level) {
        return pattern("0.##", 100 * level) + SPACE + "%";
    }

    String milliseconds(double value) {
        if (value >= 10_000) {
            return texts.say("unit.seconds", pattern("#,##0.0", value / 1000));
        }
        return pattern(value < 10 ? "0.0" : "#,##0", value) + SPACE + "ms";
    }

    String bytes(long value) {
        return bytes((double) value);
    }

    private String bytes(double value) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double scaled = value;
        while (scaled >= 1024 && unit < units.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return significant(scaled) + SPACE + units[unit];
    }

    /** A count, exact: 2,048. */
    String count(long value) {
        return pattern("#,##0", (double) value);
    }

    /** A large count as people say it: 1.35億, 290万; 135 M. */
    String parameters(long count) {
        double value = (double) count;
        if (texts.japanese()) {
            if (value >= 1e8) {
                return significant(value / 1e8) + "億";
            }
            return value >= 1e4 ? significant(value / 1e4) + "万" : count(count);
        }
        if (value >= 1e9) {
            return significant(value / 1e9) + SPACE + "B";
        }
        return value >= 1e6 ? significant(value / 1e6) + SPACE + "M" : count(count);
    }

    /** Three digits that matter. */
    String significant(double value) {
        double size = Math.abs(value);
        if (size != 0 && size < 0.001) {
            return pattern("0.0E0", value);
        }
        return pattern(size >= 100 ? "#,##0" : size >= 10 ? "0.0" : size >= 1 ? "0.00" : "0.000", value);
    }

    /** A probability in whole per cent; certainty is not claimed. */
    String probability(double value) {
        if (value > 0.99) {
            return ">" + SPACE + "99" + SPACE + "%";
        }
        return value < 0.01 ? "<" + SPACE + "1" + SPACE + "%" : pattern("0", 100 * value) + SPACE + "%";
    }

    String p(OptionalDouble p) {
        if (p.isEmpty()) {
            return "–";
        }
        return p.getAsDouble() < 0.001 ? "<" + SPACE + "0.001" : pattern("0.000", p.getAsDouble());
    }

    /** A difference of shares in points, with its sign: +5.0. */
    String difference(double value, Unit unit) {
        double scaled = unit == Unit.SHARE ? 100 * value : value;
        String text = unit == Unit.SHARE ? pattern("0.0", Math.abs(scaled)) : significant(Math.abs(scaled));
        return (scaled > 0 ? "+" : scaled < 0 ? "−" : "±") + text;
    }

    private static String pattern(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value).replace('-',
                '−');
    }
}
