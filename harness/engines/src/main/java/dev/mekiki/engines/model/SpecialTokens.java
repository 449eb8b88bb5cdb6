package dev.mekiki.engines.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Token ids that config.json and generation_config.json name.
 *
 * @param ends any of them ends an answer
 */
public record SpecialTokens(OptionalInt begin, SortedSet<Integer> ends) {
    private static final long LIMIT = 4 << 20;

    public SpecialTokens {
        ends = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ends));
    }

    /** @throws UnusableModel if a file is there but not what it should be */
    public static SpecialTokens read(ModelFolder folder) throws UnusableModel {
        SortedSet<Integer> ends = new TreeSet<>();
        OptionalInt begin = OptionalInt.empty();
        for (String name : new String[]{"config.json", "generation_config.json"}) {
            Optional<java.nio.file.Path> file = folder.find(name);
            if (file.isEmpty()) {
                continue;
            }
            JsonNode root = JsonFile.object(file.get(), LIMIT);
            for (int id : ids(root, "eos_token_id", name)) {
                ends.add(id);
            }
            int[] begins = ids(root, "bos_token_id", name);
            if (begins.length > 0) {
                begin = OptionalInt.of(begins[0]);
            }
        }
        return new SpecialTokens(begin, ends);
    }

    private static int[] ids(JsonNode root, String key, String file) throws UnusableModel {
        JsonNode node = root.get(key);
        if (node == null || node.isNull()) {
            return new int[0];
        }
        if (!node.isArray()) {
            return new int[]{id(node, key, file)};
        }
        int[] ids = new int[node.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = id(node.get(i), key, file);
        }
        return ids;
    }

    private static int id(JsonNode node, String key, String file) throws UnusableModel {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw new UnusableModel(file + ": " + key + " should be a token's number or a list of them");
        }
        return node.intValue();
    }
}
