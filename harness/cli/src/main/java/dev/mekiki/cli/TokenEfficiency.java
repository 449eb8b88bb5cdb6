package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Registry;
import dev.mekiki.port.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tokens that a model's own tokenizer makes of each character of fixed texts: for each kind of text, and over all Japanese ones.
 *
 * @param kinds tokens per character; {@code en} is the one that is not Japanese
 * @param japanese over all Japanese texts together
 */
record TokenEfficiency(Map<String, Double> kinds, double japanese) {
    static final String ENGLISH = "en";
    private static final String TEXTS = "token-efficiency.txt";

    TokenEfficiency {
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    }

    /** @return empty where no engine here reads a tokenizer of this model */
    static Optional<TokenEfficiency> measure(Candidate model, Registry<EngineProvider> engines) {
        for (EngineProvider engine : engines.all()) {
            if (engine.takesFiles()) {
                try (ModelText text = engine.text(model)) {
                    return Optional.of(of(text.tokenizer(), texts()));
                } catch (EngineException _) {
                    // another engine may know it
                }
            }
        }
        return Optional.empty();
    }

    private static TokenEfficiency of(Tokenizer tokenizer, Map<String, String> texts) {
        Map<String, Double> kinds = new LinkedHashMap<>();
        long tokens = 0;
        long characters = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            int length = text.getValue().codePointCount(0, text.getValue().length());
            int count = tokenizer.encode(text.getValue(), false).length;
            kinds.put(text.getKey(), count / (double) length);
            if (!text.getKey().equals(ENGLISH)) {
                tokens += count;
                characters += length;
            }
        }
        return new TokenEfficiency(kinds, tokens / (double) characters);
    }

    /** Characters of Japanese that fill a context. */
    long charactersIn(int contextTokens) {
        return Math.round(contextTokens / japanese);
    }

    /** Kind to text: sections that begin with {@code == kind}. */
    static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(TokenEfficiency.class.getResourceAsStream(TEXTS))) {
            for (String section : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^== ", -1)) {
                int end = section.indexOf('\n');
                if (!section.startsWith("#") && end > 0) {
                    texts.put(section.substring(0, end).strip(), section.substring(end + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
