package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.Plan;
import dev.mekiki.journal.JournalException;
import dev.mekiki.journal.JournalReader;
import dev.mekiki.journal.JournalWriter;
import dev.mekiki.port.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process that runs a plan into a folder, as the command line does; tests kill it. */
public final class JournalledRun {
    private JournalledRun() {}

    static Plan plan(int samples) {
        return Plans.plan(
                List.of(Plans.candidate("a", "latency-ms", "2"), Plans.candidate("b", "latency-ms", "1"),
                        Plans.candidate("c")),
                List.of(Plans.suite(Plans.task("choice", AnswerMode.CHOICE, samples),
                        Plans.task("free", AnswerMode.GENERATE, samples))),
                List.of(new LoadProfile("chat", 2, 10, 1, new LoadProfile.Input.Tokens(64, 0), 4)), Optional.empty(), 2,
                Duration.ofSeconds(30), 0);
    }

    static RunResult run(Path folder, Plan plan) throws InvalidInput {
        Done done;
        try (Stream<JournalEvent> events = JournalReader.open(folder)) {
            done = Done.of(events);
        }
        try (JournalWriter journal = JournalWriter.open(folder)) {
            Runner runner = new Runner(Registry.of(List.of(new FakeEngine())), Optional.empty(), Optional.empty(),
                    InstantSource.system(), "test");
            return runner.run(plan, done, journal::append);
        }
    }

    /** Arguments: the folder, and the number of samples. */
    public static void main(String[] arguments) throws InvalidInput {
        try {
            RunResult result = run(Path.of(arguments[0]), plan(Integer.parseInt(arguments[1])));
            System.exit(result.complete() ? 0 : 3);
        } catch (JournalException e) {
            System.err.println(e.getMessage());
            System.exit(3);
        }
    }
}
