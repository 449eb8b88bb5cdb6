package dev.mekiki.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Item;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import dev.mekiki.port.SuiteProvider;
import dev.mekiki.suites.japanese.JapaneseNormaliser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShippedSuitesTest {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home", "."));
    private static final SuiteProvider SUITES = ServiceLoader.load(SuiteProvider.class).findFirst().orElseThrow();

    private static Suite suite(String name) throws Exception {
        return SUITES.read(name, Path.of("nowhere")).orElseThrow();
    }

    private static long items(Suite suite) {
        return suite.tasks().stream().mapToLong(task -> task.items().size()).sum();
    }

    @Test
    void japanese_qa_and_toxicity_ship_and_are_large_enough() throws Exception {
        assertThat(SUITES.shipped()).contains("japanese-qa", "toxicity");
        assertThat(items(suite("japanese-qa"))).isGreaterThanOrEqualTo(300);
        assertThat(items(suite("toxicity"))).isGreaterThanOrEqualTo(150);
    }

    @Test
    void every_item_has_what_its_metrics_need() throws Exception {
        for (String name : SUITES.shipped()) {
            Suite suite = suite(name);
            assertThat(suite.license()).isEqualTo("CC-BY-4.0");
            assertThat(suite.digest()).matches("sha256:[0-9a-f]{64}");
            for (Task task : suite.tasks()) {
                assertThat(task.items()).as(task.path()).isNotEmpty().allSatisfy(item -> {
                    assertThat(item.prompt()).isNotBlank().doesNotContain("{{");
                    if (!item.choices().isEmpty()) {
                        assertThat(item.right()).isNotEmpty();
                        assertThat(item.choices()).doesNotHaveDuplicates();
                    }
                });
            }
        }
    }

    @Test
    void no_question_is_asked_twice() throws Exception {
        for (String name : SUITES.shipped()) {
            for (Task task : suite(name).tasks()) {
                assertThat(task.items().stream().map(Item::prompt)).as(task.path()).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void training_never_saw_a_prompt_of_a_suite() throws Exception {
        List<String> questions = Files.readAllLines(HOME.resolve("datasets/training/training-questions.txt"));
        assertThat(questions).hasSizeGreaterThan(100);
        String trained = questions.stream().map(JapaneseNormaliser::text).collect(Collectors.joining("\n"));
        for (String name : SUITES.shipped()) {
            for (Task task : suite(name).tasks()) {
                assertThat(task.items().stream().map(item -> JapaneseNormaliser.text(item.prompt()))
                        .filter(trained::contains)).as(task.path())
                        .isEmpty();
            }
        }
    }
}
