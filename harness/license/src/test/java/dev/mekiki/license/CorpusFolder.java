package dev.mekiki.license;

import dev.mekiki.domain.Candidate;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the model folder that a row of {@code corpus.txt} describes. */
final class CorpusFolder {
    private static final String BY_NAME = "name only";
    private static final Pattern BESIDE = Pattern.compile("\\[(\\w+)]\\s+(.*)");
    private static final Pattern CARD_KEY = Pattern.compile("[a-z_]+: .*");
    private static final Pattern PART = Pattern.compile("\\s*([+-]?)\\s*(?:\"([^\"]*)\"|([^\\s\"]+))\\s*");
    private static final Pattern PAIR = Pattern.compile(",\\s+(?=[\\w.]+=)");
    private final Map<String, String> texts;
    private final Path root;

    /** @param texts by name; other names are those of templates */
    CorpusFolder(Map<String, String> texts, Path root) {
        this.texts = texts;
        this.root = root;
    }

    Candidate build(String name, String facts) throws IOException {
        if (facts.equals(BY_NAME)) {
            return ModelFolder.candidate(name, "jlama");
        }
        Path folder = Files.createDirectories(root.resolve(name).resolve(name));
        Map<Path, List<String>> cards = new TreeMap<>();
        for (String fact : facts.isEmpty() ? new String[0] : facts.split("\\s*;\\s*")) {
            Matcher beside = BESIDE.matcher(fact);
            Path where = beside.matches() ? Files.createDirectories(folder.resolveSibling(beside.group(1))) : folder;
            String said = beside.matches() ? beside.group(2) : fact;
            if (CARD_KEY.matcher(said).matches()) {
                cards.computeIfAbsent(where, _ -> new ArrayList<>()).add(said);
            } else {
                int equals = said.indexOf(" = ");
                if (equals < 0) {
                    throw new IllegalArgumentException(name + ": neither a key nor a file: " + said);
                }
                file(new ModelFolder(where), said.substring(0, equals), said.substring(equals + 3).strip());
            }
        }
        for (Map.Entry<Path, List<String>> card : cards.entrySet()) {
            new ModelFolder(card.getKey()).card(String.join("\n", card.getValue()));
        }
        return new ModelFolder(folder).candidate();
    }

    private void file(ModelFolder folder, String name, String content) throws IOException {
        switch (name) {
            case "config" -> folder.file("config.json", config(content.split(" ")));
            case "adapter" -> folder.file("adapter_config.json", "{\"base_model_name_or_path\": \"" + content + "\"}");
            case "gguf" -> gguf(content).writeHeader(folder.path().resolve("model.gguf"));
            default -> folder.file(name, content.startsWith("{") ? content : text(content));
        }
    }

    private static String config(String[] words) {
        String size = words.length > 1 ? ", \"vocab_size\": " + words[1] : "";
        String vision = words.length > 2 ? ", \"vision_config\": {\"hidden_size\": 8}" : "";
        return "{\"model_type\": \"" + words[0] + "\"" + size + vision + "}";
    }

    private static GgufFile gguf(String pairs) {
        GgufFile file = new GgufFile(3, ByteOrder.LITTLE_ENDIAN);
        for (String pair : PAIR.split(pairs, -1)) {
            String key = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (key.equals("base")) {
                file.number("general.base_model.count", 1).text("general.base_model.0.repo_url",
                        "https://huggingface.co/" + value);
            } else {
                file.text(key, value);
            }
        }
        return file;
    }

    private String text(String parts) throws IOException {
        String text = "";
        Matcher part = PART.matcher(parts);
        while (part.lookingAt()) {
            String words = part.group(2) == null ? named(part.group(3)) : part.group(2);
            text = part.group(1).equals("-") ? without(text, words) : text.isEmpty() ? words : text + "\n\n" + words;
            part.region(part.end(), parts.length());
        }
        if (part.regionStart() != parts.length()) {
            throw new IllegalArgumentException("not a text: " + parts);
        }
        return text;
    }

    private String named(String name) throws IOException {
        String known = texts.get(name);
        return known != null ? known : name.equals("MIT") ? Texts.MIT : Texts.of(name + ".txt");
    }

    private static String without(String text, String words) {
        String less = text.replace(words, "");
        if (less.equals(text)) {
            throw new IllegalArgumentException("no “" + words + "” to take away");
        }
        return less;
    }
}
