package dev.mekiki.load.http;

/**
 * Tells reasoning that stands in the content itself, between {@code <think>} at its beginning and {@code </think>}, from the answer. Marks may
 * be cut anywhere between events.
 */
final class ThinkingMarks {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum Place {
        BEFORE, THINKING, ANSWER
    }

    private Place place = Place.BEFORE;
    private int matched;

    /**
     * Goes over a piece of content.
     *
     * @return whether the answer has begun with it or before: something that is neither reasoning, mark nor white space
     */
    boolean answer(String piece) {
        for (int at = 0; at < piece.length() && place != Place.ANSWER; at++) {
            char c = piece.charAt(at);
            if (place == Place.THINKING) {
                matched = c == CLOSE.charAt(matched) ? matched + 1 : c == CLOSE.charAt(0) ? 1 : 0;
                if (matched == CLOSE.length()) {
                    place = Place.BEFORE;
                    matched = 0;
                }
            } else if (c == OPEN.charAt(matched)) {
                matched++;
                if (matched == OPEN.length()) {
                    place = Place.THINKING;
                    matched = 0;
                }
            } else if (matched > 0 || !Character.isWhitespace(c)) {
                place = Place.ANSWER;
            }
        }
        return place == Place.ANSWER;
    }
}
