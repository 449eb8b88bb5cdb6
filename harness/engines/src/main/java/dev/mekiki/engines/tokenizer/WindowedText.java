package dev.mekiki.engines.tokenizer;

import dev.mekiki.port.Tokenizer;
import java.util.Arrays;

/**
 * Decodes from a few tokens back, since what a token reads like may depend on the one before, and gives text out once it ends
 * in a whole character.
 */
final class WindowedText implements TextStream {
    private static final char INCOMPLETE = '\uFFFD';
    /** UTF-8 takes four bytes at most: more tokens than this without a whole character are no character. */
    private static final int MOST_HELD = 8;
    private static final int LONGEST_WINDOW = 64;
    private final Tokenizer tokenizer;
    private int[] ids = new int[64];
    private int count;
    private int from;
    private int given;
    private String known = "";

    WindowedText(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public String add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        String text = tokenizer.decode(Arrays.copyOfRange(ids, from, count));
        boolean incomplete = !text.isEmpty() && text.charAt(text.length() - 1) == INCOMPLETE;
        return incomplete && count - given < MOST_HELD ? "" : give(text);
    }

    @Override
    public String end() {
        return given == count ? "" : give(tokenizer.decode(Arrays.copyOfRange(ids, from, count)));
    }

    private String give(String text) {
        String fresh = text.length() > known.length() ? text.substring(known.length()) : "";
        // behind nothing, some decoders drop a space: the window begins with what gave text
        from = fresh.isEmpty() && count - from < LONGEST_WINDOW ? from : given;
        given = count;
        known = tokenizer.decode(Arrays.copyOfRange(ids, from, given));
        return fresh;
    }
}
