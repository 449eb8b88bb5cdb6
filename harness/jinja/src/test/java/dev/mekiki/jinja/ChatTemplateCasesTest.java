package dev.mekiki.jinja;

import static dev.mekiki.jinja.JsonFiles.objects;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Templates of real models; expectations were made with transformers 5.23 and jinja2 3.1.6. */
class ChatTemplateCasesTest {
    private static final Path DATA = Path.of(System.getProperty("mekiki.home", "."), "..", "shared", "data",
            "chat-templates");

    @Test
    void real_templates_render_as_transformers_does() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "no data of real chat templates at " + DATA);
        List<String> differences = new ArrayList<>();
        int cases = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(DATA, "*.json")) {
            for (Path file : files) {
                Map<String, Object> model = JsonFiles.read(file);
                for (Map<String, Object> one : objects(get(model, "cases"))) {
                    cases++;
                    check(model, one).ifPresent(
                            difference -> differences.add(file.getFileName() + " " + one.get("name") + difference));
                }
            }
        }
        assertThat(cases).isGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    @Test
    void single_constructs_render_as_transformers_does() {
        Path file = DATA.resolve("semantics").resolve("probes.json");
        Assumptions.assumeTrue(Files.isRegularFile(file), "no data of single constructs at " + file);
        Map<String, Object> probes = JsonFiles.read(file);
        Settings settings = settings(probes);
        List<String> differences = new ArrayList<>();
        for (Map<String, Object> probe : objects(get(probes, "probes"))) {
            Outcome.compare(Outcome.of(text(probe, "template"), settings, JsonFiles.object(get(probes, "variables"))),
                    probe).ifPresent(difference -> differences.add(probe.get("template") + difference));
        }
        assertThat(differences).isEmpty();
    }

    private static java.util.Optional<String> check(Map<String, Object> model, Map<String, Object> one) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("messages", objects(get(one, "messages")).stream().map(ChatTemplateCasesTest::message).toList());
        context.put("tools", one.get("tools"));
        context.put("documents", one.get("documents"));
        context.put("add_generation_prompt", one.get("add_generation_prompt"));
        for (String token : List.of("bos_token", "eos_token")) {
            if (model.get(token) != null) {
                context.put(token, model.get(token));
            }
        }
        if (one.get("variables") != null) {
            context.putAll(JsonFiles.object(get(one, "variables")));
        }
        return Outcome.compare(Outcome.of(text(model, "chat_template"), settings(model), context), one);
    }

    /** What transformers does to a message before a template sees it. */
    private static Map<String, Object> message(Map<String, Object> given) {
        Map<String, Object> message = new LinkedHashMap<>(given);
        message.values().removeIf(value -> value == null);
        for (String key : List.of("reasoning_content", "thinking", "reasoning")) {
            if (message.get(key) != null) {
                Map<String, Object> aliased = new LinkedHashMap<>();
                aliased.put("thinking", message.get(key));
                aliased.putAll(message);
                aliased.put("reasoning_content", get(message, key));
                return aliased;
            }
        }
        return message;
    }

    private static Settings settings(Map<String, Object> file) {
        return Settings.CHAT.at(LocalDateTime.parse(text(file, "now")));
    }

    private static Object get(Map<String, Object> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static String text(Map<String, Object> map, String key) {
        return get(map, key).toString();
    }
}
