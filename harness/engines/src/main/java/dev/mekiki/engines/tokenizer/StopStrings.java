package dev.mekiki.engines.tokenizer;

import java.util.List;

/** Watches text for strings that end it, which may come in pieces; holds back what could begin one. */
public final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    public StopStrings(List<String> stops) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** @return text that is certain to come before any stop string */
    public String add(String text) {
        if (found) {
            return "";
        }
        held.append(text);
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        if (first >= 0) {
            found = true;
            return take(first);
        }
        return take(held.length() - beginning());
    }

    /** Whether a stop string came. */
    public boolean found() {
        return found;
    }

    /** @return what was held back, when no more text comes */
    public String end() {
        return found ? "" : take(held.length());
    }

    /** Length of the longest end of the text that is the beginning of a stop string. */
    private int beginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }
}
