package dev.mekiki.engines.chat;

import dev.mekiki.engines.model.JsonFile;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Where a folder keeps its chat template: {@code chat_template.jinja}, or {@code chat_template} of tokenizer_config.json, a
 * text or a list of named ones of which {@code default} is taken.
 *
 * @param file the file it was found in
 * @param source the template
 * @param specialTokens what templates may name: {@code bos_token}, {@code eos_token}, …
 */
public record TemplateFile(String file, String source, Map<String, String> specialTokens) {
    private static final long TEMPLATE_LIMIT = 1 << 20;
    private static final long CONFIG_LIMIT = 32 << 20;
    private static final String OWN_FILE = "chat_template.jinja";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String KEY = "chat_template";

    public TemplateFile {
        specialTokens = Map.copyOf(specialTokens);
    }

    /** @throws UnusableModel if the files are not what they should be */
    public static Optional<TemplateFile> find(ModelFolder folder) throws UnusableModel {
        Optional<Path> config = folder.find(CONFIG);
        JsonNode root = JsonFile.object(config.isPresent() ? JsonFile.text(config.get(), CONFIG_LIMIT) : "{}", CONFIG);
        Map<String, String> tokens = tokens(root);
        Optional<Path> own = folder.find(OWN_FILE);
        if (own.isPresent()) {
            return Optional.of(new TemplateFile(OWN_FILE, JsonFile.text(own.get(), TEMPLATE_LIMIT), tokens));
        }
        return inside(root).map(source -> new TemplateFile(CONFIG, source, tokens));
    }

    private static Optional<String> inside(JsonNode root) throws UnusableModel {
        JsonNode node = root.path(KEY);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (node.isString()) {
            return Optional.of(node.stringValue());
        }
        if (!node.isArray()) {
            throw new UnusableModel(CONFIG + ": " + KEY + " should be a text or a list of named templates");
        }
        for (JsonNode named : node) {
            JsonNode template = named.path("template");
            if (!template.isString() || !named.path("name").isString()) {
                throw new UnusableModel(CONFIG + ": each of " + KEY + " should have name and template");
            }
            if (named.path("name").stringValue().equals("default")) {
                return Optional.of(template.stringValue());
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> tokens(JsonNode root) {
        Map<String, String> tokens = new TreeMap<>();
        for (String key : new String[]{"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token",
                "mask_token"}) {
            HubTokenizer.special(root, key).ifPresent(token -> tokens.put(key, token));
        }
        return tokens;
    }
}
