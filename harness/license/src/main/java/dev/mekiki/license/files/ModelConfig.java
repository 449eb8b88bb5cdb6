package dev.mekiki.license.files;

import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code config.json} says.
 *
 * @param tied whether the output layer is the embedding matrix
 * @param remoteCode whether loading it would run Python code from the folder
 * @param multimodal whether it takes more than text
 * @param quantization where weights may be packed, several to a stored element
 * @param license value of a {@code license} field, if any
 */
public record ModelConfig(Optional<String> architecture, OptionalInt contextTokens, OptionalInt vocabulary,
        boolean tied, boolean remoteCode, boolean multimodal, Optional<Quantization> quantization,
        Optional<String> license) {
    public static final String FILE = "config.json";
    private static final String TOKENIZER = "tokenizer_config.json";
    private static final int LARGEST = 8 << 20;
    private static final Set<String> TIED_BY_DEFAULT = Set.of("gemma", "gemma2", "gemma3", "gemma3_text", "gpt2",
            "cohere", "t5", "bloom", "opt");
    private static final List<String> CONTEXT_KEYS = List.of("max_position_embeddings", "n_positions", "n_ctx",
            "max_sequence_length", "seq_length", "max_seq_len");
    private static final List<String> OTHER_MODALITIES = List.of("vision_config", "audio_config", "video_config",
            "vision_tower", "mm_vision_tower");

    /** Whatever can be read, without complaint; for those who only look for a license. */
    public static Optional<ModelConfig> leniently(Path folder) {
        return read(folder, new ArrayList<>());
    }

    /** @param problems receives every problem; the result is empty only if nothing could be read */
    static Optional<ModelConfig> read(Path folder, List<Problem> problems) {
        return tree(folder, FILE, problems)
                .map(root -> read(root, folder.resolve(FILE).toString(), remoteCode(folder), problems));
    }

    /** @param label what problems call the file */
    public static ModelConfig read(JsonNode root, String label, boolean tokenizerCode, List<Problem> problems) {
        return of(root, label, problems, tokenizerCode);
    }

    /** Whether loading the tokenizer would run Python code from the folder. */
    public static boolean remoteCode(Path folder) {
        return Files.isRegularFile(folder.resolve(TOKENIZER)) && tree(folder, TOKENIZER, new ArrayList<>())
                .map(root -> !root.path("auto_map").isEmpty()).orElse(false);
    }

    /** A JSON object of a file in the folder, bounded in size and depth. */
    public static Optional<JsonNode> tree(Path folder, String name, List<Problem> problems) {
        Path file = folder.resolve(name);
        String label = file.toString();
        try {
            boolean there = Files.isRegularFile(file) && !BoundedFiles.leadsOut(folder, file);
            Optional<byte[]> bytes = there ? BoundedFiles.read(file, LARGEST) : Optional.of(new byte[0]);
            if (!there) {
                problems.add(Problem.in(label, BoundedFiles.leadsOut(folder, file)
                        ? "is a symbolic link out of the model's folder"
                        : "missing; a model folder in Hugging Face layout was expected"));
            } else if (bytes.isEmpty()) {
                problems.add(Problem.in(label, "larger than " + LARGEST + " bytes"));
            } else {
                JsonNode root = mapper().readTree(BoundedFiles.text(bytes.get()));
                if (root.isObject()) {
                    return Optional.of(root);
                }
                problems.add(Problem.in(label, "a JSON object was expected, not " + kind(root)));
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            problems.add(new Problem(Optional.of(label), OptionalInt.of(line), Optional.empty(),
                    "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), Optional.empty()));
        } catch (IOException e) {
            problems.add(Problem.in(label, "cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private static JsonMapper mapper() {
        // Python writes Infinity and NaN into some published configs
        return JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).maxTokenCount(1_000_000)
                        .maxNameLength(1_000).maxNumberLength(1_000).build())
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build()).build();
    }

    private static ModelConfig of(JsonNode root, String label, List<Problem> problems, boolean tokenizerCode) {
        JsonNode text = root.path("text_config").isObject() ? root.path("text_config") : root;
        Optional<String> type = text(root, "model_type", label, problems);
        Optional<String> named = architectures(root, label, problems);
        Optional<String> architecture = type.or(() -> named);
        if (architecture.isEmpty()
                && problems.stream().noneMatch(problem -> problem.file().equals(Optional.of(label)))) {
            problems.add(new Problem(Optional.of(label), OptionalInt.empty(), Optional.of("model_type"),
                    "missing, and so is architectures; which model this is can't be told", Optional.empty()));
        }
        OptionalInt context = OptionalInt.empty();
        for (String key : CONTEXT_KEYS) {
            context = context.isPresent() ? context : count(root, text, key, label, problems);
        }
        JsonNode tie = text.has("tie_word_embeddings")
                ? text.path("tie_word_embeddings")
                : root.path("tie_word_embeddings");
        if (!tie.isMissingNode() && !tie.isBoolean()) {
            problems.add(wrong(label, "tie_word_embeddings", "true or false", tie));
        }
        boolean tied = tie.isBoolean()
                ? tie.booleanValue()
                : architecture.map(TIED_BY_DEFAULT::contains).orElse(false);
        return new ModelConfig(architecture, context, count(root, text, "vocab_size", label, problems), tied,
                tokenizerCode || !root.path("auto_map").isEmpty(),
                OTHER_MODALITIES.stream().anyMatch(key -> root.hasNonNull(key)),
                Quantization.read(root),
                root.path("license").isString()
                        ? Optional.of(root.path("license").stringValue().strip())
                        : Optional.empty());
    }

    private static Optional<String> architectures(JsonNode root, String label, List<Problem> problems) {
        JsonNode list = root.path("architectures");
        if (list.isMissingNode() || list.isNull()) {
            return Optional.empty();
        }
        if (!list.isArray() || list.valueStream().anyMatch(name -> !name.isString())) {
            problems.add(wrong(label, "architectures", "a list of names", list));
            return Optional.empty();
        }
        return list.valueStream().map(JsonNode::stringValue).findFirst();
    }

    private static Optional<String> text(JsonNode node, String key, String label, List<Problem> problems) {
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            problems.add(wrong(label, key, "text", value));
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    private static OptionalInt count(JsonNode root, JsonNode text, String key, String label, List<Problem> problems) {
        JsonNode value = text.has(key) ? text.path(key) : root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            problems.add(wrong(label, key, "a whole number from 1", value));
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.intValue());
    }

    private static Problem wrong(String label, String key, String expected, JsonNode value) {
        String shown = value.isContainer() ? kind(value) : value.toString();
        return new Problem(Optional.of(label), OptionalInt.empty(), Optional.of(key),
                expected + " was expected, not " + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown),
                Optional.empty());
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }
}
