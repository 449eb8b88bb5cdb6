package dev.mekiki.load.http;

import java.nio.charset.StandardCharsets;

/**
 * Tells reasoning that stands in the content itself, between {@code <think>} at its beginning and {@code </think>}, from the answer. Marks may
 * be cut anywhere between events.
 */
final class ThinkingMarks {
    private static final byte[] OPEN = "<think>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "</think>".getBytes(StandardCharsets.US_ASCII);

    private enum Place {
        BEFORE, THINKING, ANSWER
    }

    private Place place = Place.BEFORE;
    private int matched;

    /**
     * Goes over a piece of content, JSON-escaped.
     *
     * @return whether the answer has begun with it or before: something that is neither reasoning, mark nor white space
     */
    boolean answer(byte[] bytes, int from, int to) {
        for (int at = from; at < to && place != Place.ANSWER; at++) {
            byte b = bytes[at];
            switch (place) {
                case BEFORE -> {
                    if (b == OPEN[matched]) {
                        matched++;
                        if (matched == OPEN.length) {
                            place = Place.THINKING;
                            matched = 0;
                        }
                    } else if (matched > 0 || !blank(bytes, at, to)) {
                        place = Place.ANSWER;
                    } else if (b == '\\') {
                        at++;
                    }
                }
                case THINKING -> {
                    matched = b == CLOSE[matched] ? matched + 1 : b == CLOSE[0] ? 1 : 0;
                    if (matched == CLOSE.length) {
                        place = Place.BEFORE;
                        matched = 0;
                    }
                }
                case ANSWER -> throw new IllegalStateException("the loop ends there");
            }
        }
        return place == Place.ANSWER;
    }

    private static boolean blank(byte[] bytes, int at, int to) {
        return bytes[at] == ' '
                || (bytes[at] == '\\' && at + 1 < to && (bytes[at + 1] == 'n' || bytes[at + 1] == 't'
                        || bytes[at + 1] == 'r'));
    }
}
