package dev.mekiki.run;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.MicroBenchmark;
import dev.mekiki.port.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Runs plans with the fake engine and keeps the events. */
abstract class RunFixture {
    final FakeEngine engine = new FakeEngine();
    final List<JournalEvent> events = new ArrayList<>();
    Optional<CandidateInspector> inspector = Optional.empty();
    Optional<MicroBenchmark> bench = Optional.empty();

    final Runner runner() {
        return new Runner(Registry.of(List.of(engine)), inspector, bench, () -> Instant.EPOCH, "test");
    }

    final RunResult run(Plan plan) throws InvalidInput {
        return runner().run(plan, Done.of(events.stream()), events::add);
    }

    final <E extends JournalEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    final List<Sampled> samples(String candidate) {
        return all(JournalEvent.SampleDone.class).stream().map(JournalEvent.SampleDone::sampled)
                .filter(sampled -> sampled.candidate().equals(candidate)).toList();
    }

    /** Without what differs from run to run: times. */
    static Map<String, String> answers(List<JournalEvent> events) {
        Map<String, String> answers = new TreeMap<>();
        for (JournalEvent event : events) {
            if (event instanceof JournalEvent.SampleDone done) {
                Sampled s = done.sampled();
                answers.put(s.candidate() + " " + s.suite() + "/" + s.task() + " " + s.sample(),
                        s.prompt() + " | " + s.outcome() + " | " + s.inputTokens() + s.outputTokens());
            }
        }
        return answers;
    }

    /** Files with a digest and a size, as written. */
    record Files(String digest, long weightsBytes) implements CandidateInspector {
        @Override
        public String name() {
            return "files";
        }

        @Override
        public String summary() {
            return "as written";
        }

        @Override
        public Optional<Dossier> dossier(Candidate candidate) {
            return Optional.of(new Dossier(candidate.model(), digest, OptionalLong.of(weightsBytes), Optional.empty(),
                    List.of(), Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty(),
                    List.of(), List.of(), List.of(), false, List.of()));
        }

        @Override
        public LicenseFinding license(Candidate candidate, UsageProfile usage) {
            return new LicenseFinding(usage.name(), LicenseFinding.Verdict.UNKNOWN, List.of(), List.of(), List.of(),
                    List.of(), "no legal advice");
        }
    }
}
