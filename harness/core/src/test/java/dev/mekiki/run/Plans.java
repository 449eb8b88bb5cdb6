package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Shots;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Plans for tests. */
public final class Plans {
    private Plans() {}

    static Candidate candidate(String name, String... options) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new Candidate(name, "models/" + name, "fake", new TreeMap<>(map));
    }

    static Item item(int id, String prompt) {
        return new Item("q" + id, Optional.empty(), Optional.empty(), prompt, List.of("右", "左", "上"),
                List.of(id % 3), List.of("答え" + id), Map.of("kind", "test"));
    }

    static List<Item> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item(i, "質問" + i + "？")).toList();
    }

    static Task task(String name, AnswerMode answer, int count) {
        return new Task("house", name, answer, ChatMode.AUTO, "答え：", GenerationSettings.greedy(4, List.of("\n")),
                List.of(), List.of(answer == AnswerMode.CHOICE ? "acc" : "exact_match"), 0.95, Optional.empty(),
                items(count));
    }

    static Task with(Task task, ChatMode chat, Optional<Shots> shots) {
        return new Task(task.suite(), task.name(), task.answer(), chat, task.delimiter(), task.generation(),
                task.extract(), task.metrics(), task.floor(), shots, task.items());
    }

    static Suite suite(Task... tasks) {
        return new Suite("house", "1", "ja", "CC-BY-4.0", "house.yaml", "sha256:suite", List.of(tasks));
    }

    static Plan plan(List<Candidate> candidates, List<Suite> suites, List<LoadProfile> load,
            Optional<BenchSettings> bench, int workers, Duration deadline, int retries) {
        return new Plan("test", "sha256:plan", "test.yaml", candidates, suites, load, bench, Optional.empty(),
                Optional.empty(), new Plan.RunSettings(7, deadline, retries, workers),
                new Plan.ReportSettings(List.of("ja"), Optional.empty()));
    }

    static Plan plan(List<Candidate> candidates, Task... tasks) {
        return plan(candidates, List.of(suite(tasks)), List.of(), Optional.empty(), 1, Duration.ofSeconds(30), 0);
    }

    static Plan hashed(Plan plan, String hash) {
        return new Plan(plan.name(), hash, plan.source(), plan.candidates(), plan.suites(), plan.load(), plan.bench(),
                plan.usage(), plan.policy(), plan.run(), plan.report());
    }

    static Plan workers(Plan plan, int workers) {
        return plan(plan.candidates(), plan.suites(), plan.load(), plan.bench(), workers, plan.run().deadline(),
                plan.run().retries());
    }

    static List<String> names(Candidate... candidates) {
        return Arrays.stream(candidates).map(Candidate::name).toList();
    }
}
