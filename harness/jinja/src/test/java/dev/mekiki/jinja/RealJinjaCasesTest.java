package dev.mekiki.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Small templates; src/test/scripts/make_cases.py made their expectations with jinja2 3.1.6. */
class RealJinjaCasesTest {
    private static final Map<String, Object> FILE = JsonFiles.resource("cases.json");

    @Test
    void chat_dialect_equals_python() {
        assertThat(differences("chat", Settings.CHAT)).isEmpty();
    }

    @Test
    void prompt_dialect_equals_python() {
        assertThat(differences("prompt", Settings.PROMPT)).isEmpty();
    }

    private static List<String> differences(String group, Settings settings) {
        Settings fixed = settings.at(LocalDateTime.parse(get("now").toString()));
        Map<String, Object> variables = JsonFiles.object(get("variables"));
        List<String> differences = new ArrayList<>();
        List<Map<String, Object>> cases = JsonFiles.objects(get(group));
        assertThat(cases).hasSizeGreaterThan(30);
        for (Map<String, Object> one : cases) {
            Outcome actual = Outcome.of(Objects.requireNonNull(one.get("template")).toString(), fixed, variables);
            Outcome.compare(actual, one).ifPresent(difference -> differences.add(one.get("template") + difference));
        }
        return differences;
    }

    private static Object get(String key) {
        return Objects.requireNonNull(FILE.get(key), key);
    }
}
