package dev.mekiki.license.lineage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models of one publisher that share a tokenizer, and how they are told from others.
 *
 * @param name as people say it
 * @param licenses ids of those that its models are under
 * @param types {@code model_type}, name of the first architecture, or {@code general.architecture}
 * @param sizes {@code vocab_size} in the configuration; where it says nothing by itself there is none
 * @param shapes {@code hidden×layers×intermediate} of the models meant; empty where all are
 * @param tokens special tokens and their ids
 * @param vocabulary SHA-256 of parts of the vocabulary, see {@link Vocabulary}
 * @param files SHA-256 of whole tokenizer files
 * @param pre {@code tokenizer.ggml.pre}
 * @param mentions words by which a NOTICE names it, in lower case
 * @param source where these facts are from
 */
public record Family(String name, List<String> licenses, List<String> types, List<Integer> sizes, List<String> shapes,
        Map<String, Integer> tokens, Vocabulary vocabulary, List<String> files, List<String> pre,
        List<String> mentions, String source) {
    /**
     * SHA-256, in hex, of tokens joined by line feeds, in the order of their ids.
     *
     * @param low of ids 1,000 to 1,999
     * @param high of ids 100,256 to 110,255: beyond what several vocabularies have taken over from cl100k
     */
    public record Vocabulary(Optional<String> low, Optional<String> high) {
        static final Vocabulary NONE = new Vocabulary(Optional.empty(), Optional.empty());
    }

    public Family {
        requireNonNull(name, "name");
        requireNonNull(source, "source");
        licenses = licenses == null ? List.of() : List.copyOf(licenses);
        types = types == null ? List.of() : List.copyOf(types);
        sizes = sizes == null ? List.of() : List.copyOf(sizes);
        shapes = shapes == null ? List.of() : List.copyOf(shapes);
        tokens = tokens == null ? Map.of() : Map.copyOf(tokens);
        vocabulary = vocabulary == null ? Vocabulary.NONE : vocabulary;
        files = files == null ? List.of() : List.copyOf(files);
        pre = pre == null ? List.of() : List.copyOf(pre);
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
    }
}
