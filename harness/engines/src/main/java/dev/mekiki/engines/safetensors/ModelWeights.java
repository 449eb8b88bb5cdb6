package dev.mekiki.engines.safetensors;

import dev.mekiki.engines.model.JsonFile;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** All tensors of a model folder by name: of {@code model.safetensors}, or of the shards that the index names. */
public record ModelWeights(Map<String, TensorEntry> tensors) {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final long INDEX_LIMIT = 64 << 20;
    private static final int MOST_SHARDS = 4096;

    public ModelWeights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Reads headers only. */
    public static ModelWeights read(ModelFolder folder) throws UnusableModel {
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        Optional<Path> single = folder.find(SINGLE);
        if (single.isPresent()) {
            add(tensors, single.get());
            return new ModelWeights(tensors);
        }
        Path index = folder.find(INDEX).orElseThrow(() -> new UnusableModel(
                "no weights: the folder has neither " + SINGLE + " nor " + INDEX));
        JsonNode map = JsonFile.object(index, INDEX_LIMIT).path("weight_map");
        if (!map.isObject()) {
            throw new UnusableModel(INDEX + " lacks weight_map");
        }
        TreeSet<String> shards = new TreeSet<>();
        for (var field : map.properties()) {
            if (!field.getValue().isString()) {
                throw new UnusableModel(INDEX + ": weight_map should name a file for each tensor");
            }
            shards.add(field.getValue().stringValue());
        }
        if (shards.size() > MOST_SHARDS) {
            throw new UnusableModel(INDEX + " names " + shards.size() + " files; at most " + MOST_SHARDS + " are read");
        }
        for (String shard : shards) {
            add(tensors, folder.need(shard, INDEX + " names it"));
        }
        for (var field : map.properties()) {
            TensorEntry entry = tensors.get(field.getKey());
            if (entry == null || !String.valueOf(entry.file().getFileName()).equals(field.getValue().stringValue())) {
                throw new UnusableModel(field.getValue().stringValue() + " lacks the tensor " + field.getKey()
                        + " that " + INDEX + " promises");
            }
        }
        return new ModelWeights(tensors);
    }

    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return tensors.values().stream().mapToLong(TensorEntry::bytes).sum();
    }

    private static void add(Map<String, TensorEntry> tensors, Path file) throws UnusableModel {
        for (TensorEntry entry : SafetensorsFile.read(file)) {
            if (tensors.putIfAbsent(entry.name(), entry) != null) {
                throw new UnusableModel("two files hold the tensor " + entry.name());
            }
        }
    }
}
