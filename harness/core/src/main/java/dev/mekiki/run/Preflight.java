package dev.mekiki.run;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.CandidateInspected;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Task;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at every candidate before anything is loaded: its files, its license, whether its engine can run it, whether it fits. */
final class Preflight {
    /** Part of the machine's memory that models may take together; the rest is for their working memory and for others. */
    private static final double SHARE = 0.5;
    private static final double GIB = 1L << 30;

    private final Registry<EngineProvider> engines;
    private final Optional<CandidateInspector> inspector;
    private final long memoryBytes;

    Preflight(Registry<EngineProvider> engines, Optional<CandidateInspector> inspector, long memoryBytes) {
        this.engines = engines;
        this.inspector = inspector;
        this.memoryBytes = memoryBytes;
    }

    /**
     * @param refusal why it cannot be measured, if so
     * @param weightsBytes what it takes of this machine's memory; 0 at an endpoint, on devices, and where nothing is known
     * @param alone whether no other candidate may be loaded at the same time
     */
    record Checked(CandidateInspected inspected, Optional<String> refusal, long weightsBytes, boolean alone) {
        Candidate candidate() {
            return inspected.candidate();
        }

    }

    List<Checked> check(Plan plan) {
        return plan.candidates().stream().map(candidate -> check(candidate, plan.tasks(), plan.usage())).toList();
    }

    /** A judge serves the one who measures, not the one who deploys: no verdict of its license is needed. */
    Checked check(Candidate judge, List<Task> judged) {
        return check(judge, judged, Optional.empty());
    }

    private Checked check(Candidate candidate, List<Task> tasks, Optional<UsageProfile> profile) {
        Optional<Dossier> dossier = Optional.empty();
        Optional<String> refusal = Optional.empty();
        Optional<LicenseFinding> license = Optional.empty();
        if (inspector.isPresent()) {
            try {
                dossier = inspector.get().dossier(candidate);
            } catch (InvalidInput invalid) {
                refusal = Optional.of(String.join("; ", invalid.problems().stream().map(Problem::toString).toList()));
            } catch (RuntimeException e) {
                refusal = Optional.of("its files cannot be read as a model: " + Broken.inWords(e));
            }
            try {
                license = profile.map(usage -> inspector.get().license(candidate, usage));
            } catch (RuntimeException e) {
                refusal = refusal.or(() -> Optional.of("its license cannot be read: " + Broken.inWords(e)));
            }
        }
        Optional<EngineProvider> engine = engines.find(candidate.engine());
        boolean alone = engine.map(EngineProvider::loadedAlone).orElse(false);
        boolean here = engine.map(EngineProvider::takesFiles).orElse(true) && !alone;
        long weights = here ? dossier.map(facts -> facts.weightsBytes().orElse(0)).orElse(0L) : 0;
        return new Checked(new CandidateInspected(candidate, dossier, license),
                refusal.or(() -> engineRefusal(candidate, tasks)).or(() -> memoryRefusal(weights)), weights, alone);
    }

    private Optional<String> engineRefusal(Candidate candidate, List<Task> tasks) {
        try {
            return engines.find(candidate.engine()).map(engine -> engine.refusal(candidate, tasks))
                    .orElseGet(() -> Optional.of("there is no engine " + candidate.engine()));
        } catch (RuntimeException e) {
            return Optional.of(Broken.inWords(e));
        }
    }

    private Optional<String> memoryRefusal(long weights) {
        return weights <= memoryBytes
                ? Optional.empty()
                : Optional.of(String.format(java.util.Locale.ROOT,
                        "its weights take %.1f GiB and this machine has %.1f GiB of memory", weights / GIB,
                        memoryBytes / GIB));
    }

    /**
     * Refuses a resumption with other model files than before: samples of two models must not meet in one journal.
     *
     * @throws InvalidInput if the files of a candidate changed
     */
    static void refuseChanges(List<Checked> checked, Done done) throws InvalidInput {
        List<Problem> problems = new ArrayList<>();
        for (Checked now : checked) {
            Optional<String> before = done.inspected(now.candidate().name()).flatMap(CandidateInspected::dossier)
                    .map(Dossier::digest);
            Optional<String> digest = now.inspected().dossier().map(Dossier::digest);
            if (before.isPresent() && digest.isPresent() && !before.get().equals(digest.get())) {
                problems.add(Problem.of("the files of the candidate " + now.candidate().name()
                        + " changed since this run began (" + before.get() + " → " + digest.get() + ")")
                        .withHint("begin a new run in another folder"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }

    static void tell(List<Checked> checked, Done done, Consumer<JournalEvent> events) {
        for (Checked one : checked) {
            if (!done.inspected(one.candidate().name()).equals(Optional.of(one.inspected()))) {
                events.accept(one.inspected());
            }
            one.refusal().ifPresent(
                    reason -> events.accept(new JournalEvent.CandidateRefused(one.candidate().name(), reason)));
        }
    }

    /** Candidates that may be loaded at the same time, in plan order: all of them where memory allows. */
    List<List<Checked>> groups(List<Checked> candidates) {
        List<List<Checked>> groups = new ArrayList<>();
        List<Checked> group = new ArrayList<>();
        double bytes = 0;
        for (Checked one : candidates) {
            boolean alone = one.alone() || (!group.isEmpty() && group.getLast().alone());
            if (!group.isEmpty() && (alone || bytes + one.weightsBytes() > SHARE * memoryBytes)) {
                groups.add(List.copyOf(group));
                group.clear();
                bytes = 0;
            }
            group.add(one);
            bytes += one.weightsBytes();
        }
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
        }
        return groups;
    }
}
