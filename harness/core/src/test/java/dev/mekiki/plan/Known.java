package dev.mekiki.plan;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Shots;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.Metric;
import dev.mekiki.port.ModelFiles;
import dev.mekiki.port.Registry;
import dev.mekiki.port.SuiteProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Engines, suites and metrics that plans of the tests may name. */
final class Known {
    private Known() {}

    static Planner planner(Path cache) {
        return new Planner(
                Registry.of(List.of(new NamedEngine("jlama", true), new NamedEngine("openai", false))),
                List.of(new Suites()),
                Registry.of(List.of(new NamedMetric("acc", AnswerMode.CHOICE),
                        new NamedMetric("exact_match", AnswerMode.GENERATE))),
                new NoSteps(), new ModelFiles(cache));
    }

    record NamedEngine(String name, boolean takesFiles) implements EngineProvider {
        @Override
        public String summary() {
            return name;
        }

        @Override
        public Map<String, String> options() {
            return Map.of("context", "tokens", "stop", "a list", "extra", "a mapping");
        }

        @Override
        public Set<String> mappingOptions() {
            return Set.of("extra");
        }

        @Override
        public Optional<String> refusal(Candidate candidate) {
            return Optional.of("the planner does not ask");
        }

        @Override
        public Engine open(Candidate candidate) throws EngineException {
            throw new EngineException("the planner does not open");
        }

        @Override
        public Availability availability() {
            return new Availability(true, "");
        }
    }

    record NamedMetric(String name, AnswerMode mode) implements Metric {
        @Override
        public String summary() {
            return name;
        }

        @Override
        public Better better() {
            return Better.HIGHER;
        }

        @Override
        public boolean proportion() {
            return true;
        }

        @Override
        public Set<AnswerMode> answers() {
            return Set.of(mode);
        }

        @Override
        public Score score(Sampled sampled, Optional<String> extracted) {
            return new Score.Scored(1);
        }
    }

    private static final class NoSteps implements Extractor {
        @Override
        public Map<String, String> steps() {
            return Map.of("first-line", "the first line");
        }

        @Override
        public Optional<String> problem(ExtractStep step) {
            return step.name().equals("first-line") ? Optional.empty() : Optional.of("is not known");
        }

        @Override
        public Extraction extract(String response, boolean complete, List<ExtractStep> steps) {
            return new Extraction.Extracted(response);
        }
    }

    /** {@code japanese-qa} ships; {@code broken.yaml} and {@code odd} have faults. */
    private static final class Suites implements SuiteProvider {
        @Override
        public String name() {
            return "known";
        }

        @Override
        public String summary() {
            return "known";
        }

        @Override
        public List<String> shipped() {
            return List.of("japanese-qa", "odd");
        }

        @Override
        public Optional<Suite> read(String reference, Path base) throws InvalidInput {
            if (reference.equals("broken.yaml")) {
                throw new InvalidInput(Problem.at("broken.yaml", 3, "tasks[0].data", "no such file: x.jsonl"));
            }
            if (reference.equals("odd")) {
                return Optional.of(suite("odd", List.of(task("odd", "t", AnswerMode.CHOICE,
                        List.of("exact_match", "acuracy"), List.of(new ExtractStep("guess", Optional.empty()))))));
            }
            return reference.equals("japanese-qa")
                    ? Optional.of(suite("japanese-qa",
                            List.of(task("japanese-qa", "jcommonsenseqa", AnswerMode.CHOICE, List.of("acc"), List.of()),
                                    task("japanese-qa", "short", AnswerMode.GENERATE, List.of("exact_match"),
                                            List.of()))))
                    : Optional.empty();
        }

        private static Suite suite(String name, List<Task> tasks) {
            return new Suite(name, "1", "ja", "CC-BY-4.0", name + ".yaml", "sha256:" + name, tasks);
        }

        private static Task task(String suite, String name, AnswerMode answer, List<String> metrics,
                List<ExtractStep> steps) {
            List<Item> items = IntStream.range(0, 50)
                    .mapToObj(i -> new Item("q" + i, Optional.empty(), Optional.empty(), "質問" + i, List.of("a", "b"),
                            List.of(0), List.of("a"), Map.of()))
                    .toList();
            return new Task(suite, name, answer, ChatMode.AUTO, "", GenerationSettings.greedy(8, List.of()), steps,
                    metrics, 0.95,
                    name.equals("short")
                            ? Optional.empty()
                            : Optional.of(new Shots(items.subList(0, 5), 2, Shots.Pick.SEEDED)),
                    items);
        }
    }
}
