package dev.mekiki.engines;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.jlama.JlamaProvider;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tiny models that make_models.py made, and their reference values. */
public final class Models {
    private Models() {}

    public static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(Models.class.getResource("/models")).toURI()).resolve(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(folder(""))) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    public static Candidate candidate(Path folder, String... options) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new Candidate("tested", folder.toString(), "jlama", new TreeMap<>(map));
    }

    public static Engine open(String name, String... options) throws EngineException {
        return new JlamaProvider().open(candidate(folder(name), options));
    }

    public static Reference reference(String name) throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(folder(name).resolve("reference.json")));
        List<Text> texts = new ArrayList<>();
        for (JsonNode text : root.get("texts")) {
            texts.add(new Text(text.get("text").asString(), ints(text.get("ids")), doubles(text.get("logprobs"))));
        }
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode pair : root.get("pairs")) {
            pairs.add(new Pair(pair.get("context").asString(), pair.get("continuation").asString(),
                    ints(pair.get("ids")), pair.get("logprob").asDouble(), pair.get("greedy").asBoolean()));
        }
        JsonNode greedy = root.get("greedy");
        return new Reference(texts, pairs, greedy.get("prompt").asString(), ints(greedy.get("ids")),
                greedy.get("text").asString());
    }

    private static List<Integer> ints(JsonNode node) {
        List<Integer> list = new ArrayList<>();
        node.forEach(item -> list.add(item.asInt()));
        return list;
    }

    private static List<Double> doubles(JsonNode node) {
        List<Double> list = new ArrayList<>();
        node.forEach(item -> list.add(item.asDouble()));
        return list;
    }

    /** What transformers says in float64. */
    public record Reference(List<Text> texts, List<Pair> pairs, String prompt, List<Integer> greedyIds,
            String greedyText) {}

    public record Text(String text, List<Integer> ids, List<Double> logprobs) {}

    public record Pair(String context, String continuation, List<Integer> ids, double logprob, boolean greedy) {}

    public static int[] array(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
