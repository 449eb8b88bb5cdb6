package dev.mekiki.engines.openai;

import java.util.List;
import java.util.OptionalInt;

/** Finds which of a server's tokens begins at a place in the text. */
final class Borders {
    private Borders() {}

    /**
     * The first token behind a border: the tokens' texts are laid onto the text from its end; where they do not fit, since a character lies
     * in several tokens, the server's offsets (in characters) decide.
     *
     * @param border in UTF-16 units, before the text's end
     * @return empty if a token spans the border, or the tokens can't be laid onto the text
     */
    static OptionalInt first(List<PromptToken> tokens, String text, int border) {
        int at = text.length();
        int first = tokens.size();
        while (at > border && first > 0) {
            String token = tokens.get(first - 1).text();
            if (token.length() > at || !text.startsWith(token, at - token.length())) {
                return byOffset(tokens, text, border);
            }
            at -= token.length();
            first--;
        }
        if (at != border) {
            return OptionalInt.empty();
        }
        // the first bytes of a character are tokens without a text of their own
        while (first > 0 && tokens.get(first - 1).text().isEmpty() && tokens.get(first - 1).logprob().isPresent()) {
            first--;
        }
        return OptionalInt.of(first);
    }

    private static OptionalInt byOffset(List<PromptToken> tokens, String text, int border) {
        int wanted = text.codePointCount(0, border);
        int length = text.codePointCount(0, text.length());
        int from = foreign(tokens, text) ? 1 : 0;
        int shift = tokens.get(from).offset().orElse(-1);
        int last = shift;
        OptionalInt found = OptionalInt.empty();
        for (PromptToken token : tokens.subList(from, tokens.size())) {
            int offset = token.offset().orElse(-1);
            if (shift < 0 || offset < last || offset - shift > length) {
                return OptionalInt.empty();
            }
            if (offset - shift == wanted && found.isEmpty()) {
                found = OptionalInt.of(from);
            }
            last = offset;
            from++;
        }
        return found;
    }

    /** Whether the server put a token in front of the text: it has no log-probability, and its text is not the text's beginning. */
    private static boolean foreign(List<PromptToken> tokens, String text) {
        PromptToken first = tokens.getFirst();
        return tokens.size() > 1 && first.logprob().isEmpty() && !first.text().isEmpty()
                && !text.startsWith(first.text()) && first.text().indexOf('\uFFFD') < 0;
    }
}
