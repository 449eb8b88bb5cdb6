package dev.mekiki.engines.tokenizer;

import dev.mekiki.port.EngineException;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Prompts, and pairs of context and continuation, as token ids: BOS exactly once, pairs split as in
 * lm-evaluation-harness ({@code TemplateLM._encode_pair}).
 *
 * @param start the token that stands for an empty context
 */
public record PairEncoder(Tokenizer tokenizer, OptionalInt start) {
    /** A template has written its special tokens itself. */
    public int[] prompt(Prompt prompt) throws EngineException {
        int[] ids = tokenizer.encode(prompt.text(), !prompt.templated());
        return ids.length > 0 ? ids : new int[]{first()};
    }

    /** Context without the white space at its end, which continuations begin with. */
    public int[] context(Prompt context) throws EngineException {
        return prompt(new Prompt(context.text().substring(0, stripped(context.text())), context.templated()));
    }

    /**
     * The continuation's ids: those of the whole text behind as many as the context has.
     *
     * @throws EngineException if none is left, since then nothing would be scored
     */
    public int[] continuation(Prompt context, int[] contextIds, String continuation) throws EngineException {
        int end = stripped(context.text());
        String before = context.text().substring(0, end);
        String rest = context.text().substring(end) + continuation;
        int[] ids;
        if (before.isEmpty()) {
            ids = tokenizer.encode(rest, false);
        } else {
            int[] whole = tokenizer.encode(before + rest, !context.templated());
            ids = Arrays.copyOfRange(whole, Math.min(contextIds.length, whole.length), whole.length);
        }
        if (ids.length == 0) {
            throw new EngineException("the continuation “" + continuation + "” has no token of its own to score");
        }
        return ids;
    }

    private int first() throws EngineException {
        return start.orElseThrow(
                () -> new EngineException("an empty prompt needs a token to begin with, and the model names none"));
    }

    /** Length without the white space at the end. */
    public static int stripped(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** What Python's {@code str.rstrip} takes away. */
    private static boolean isSpace(char c) {
        return switch (c) {
            case '\u0085', '\u00A0', '\u1680', '\u2028', '\u2029', '\u202F', '\u205F', '\u3000' -> true;
            default -> within(c, '\t', '\r') || within(c, '\u001C', ' ') || within(c, '\u2000', '\u200A');
        };
    }

    private static boolean within(char c, char first, char last) {
        return c >= first && c <= last;
    }
}
