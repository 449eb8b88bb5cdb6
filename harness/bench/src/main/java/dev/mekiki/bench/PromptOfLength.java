package dev.mekiki.bench;

import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;

/** A prompt of an exact number of tokens, for the candidate's own tokenizer. */
final class PromptOfLength {
    private static final String TEXT = "朝の会議では先月の売上と今月の見込みを担当者が順に説明します。";

    private PromptOfLength() {}

    /** @throws EngineException if the engine has no tokenizer, or no text of that length was found */
    static Prompt of(Engine engine, int tokens) throws EngineException {
        Tokenizer tokenizer = engine.tokenizer()
                .orElseThrow(() -> new EngineException(
                        "this engine has no tokenizer, so that prompts of a given length can't be made"));
        int[] points = TEXT.repeat(tokens / 4 + 2).codePoints().toArray();
        for (int length = 1; length <= points.length; length++) {
            String text = new String(points, 0, length);
            int count = tokenizer.encode(text, true).length;
            if (count == tokens) {
                return Prompt.plain(text);
            }
            if (count > tokens) {
                return padded(tokenizer, new String(points, 0, length - 1), tokens);
            }
        }
        throw new EngineException("no text of " + tokens + " tokens was found");
    }

    /** A character may be several tokens: the gap is closed with characters that are usually one. */
    private static Prompt padded(Tokenizer tokenizer, String text, int tokens) throws EngineException {
        String padded = text;
        for (String filler : new String[]{"。", "、", "1", "a", "\n", " ."}) {
            for (int i = 0; i < 8 && tokenizer.encode(padded + filler, true).length <= tokens; i++) {
                padded += filler;
                if (tokenizer.encode(padded, true).length == tokens) {
                    return Prompt.plain(padded);
                }
            }
        }
        throw new EngineException("no text of " + tokens + " tokens was found");
    }
}
