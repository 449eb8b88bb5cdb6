package dev.mekiki.license.dossier;

import dev.mekiki.license.files.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a model takes besides text: as its card's task declares it, and as configuration and files show it. */
final class Senses {
    private static final Map<String, List<String>> TASKS = Map.ofEntries(Map.entry("text-generation", List.of("text")),
            Map.entry("text2text-generation", List.of("text")), Map.entry("fill-mask", List.of("text")),
            Map.entry("feature-extraction", List.of("text")), Map.entry("sentence-similarity", List.of("text")),
            Map.entry("translation", List.of("text")), Map.entry("summarization", List.of("text")),
            Map.entry("question-answering", List.of("text")), Map.entry("text-classification", List.of("text")),
            Map.entry("image-text-to-text", List.of("text", "image")),
            Map.entry("image-to-text", List.of("text", "image")),
            Map.entry("visual-question-answering", List.of("text", "image")),
            Map.entry("document-question-answering", List.of("text", "image")),
            Map.entry("video-text-to-text", List.of("text", "video")),
            Map.entry("audio-text-to-text", List.of("text", "audio")),
            Map.entry("automatic-speech-recognition", List.of("text", "audio")),
            Map.entry("text-to-speech", List.of("text", "audio")), Map.entry("text-to-audio", List.of("text", "audio")),
            Map.entry("any-to-any", List.of("text", "image", "audio")));

    private Senses() {}

    static ModelFacts.Modalities read(ModelCard card, JsonNode config, List<String> names) {
        TreeSet<String> found = new TreeSet<>();
        for (JsonNode place : List.of(config, config.path("thinker_config"))) {
            if (any(place, "vision_config", "vision_tower", "mm_vision_tower", "image_token_id", "image_token_index",
                    "vision_encoder")) {
                found.add("image");
            }
            if (any(place, "audio_config", "audio_encoder_config", "speech_config", "audio_token_id",
                    "audio_token_index", "audio_processor")) {
                found.add("audio");
            }
            if (any(place, "video_config", "video_token_id", "video_token_index")) {
                found.add("video");
            }
        }
        if (names.contains("video_preprocessor_config.json")) {
            found.add("video");
        }
        List<String> all = new ArrayList<>(List.of("text"));
        all.addAll(List.of("image", "audio", "video").stream().filter(found::contains).toList());
        return new ModelFacts.Modalities(card.task().map(task -> TASKS.getOrDefault(task, List.of())).orElse(List.of()),
                all);
    }

    private static boolean any(JsonNode place, String... keys) {
        for (String key : keys) {
            if (place.hasNonNull(key)) {
                return true;
            }
        }
        return false;
    }
}
