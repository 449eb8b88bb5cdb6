package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.CandidateInspected;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Sampled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a journal holds already. A sample counts as done unless it failed: failed ones are tried again by the next run, and the newest
 * line of a sample is the one that counts.
 */
public final class Done {
    private Optional<String> planHash = Optional.empty();
    private final Map<String, TaskPlanned> tasks = new LinkedHashMap<>();
    private final Map<String, CandidateInspected> candidates = new LinkedHashMap<>();
    private final Map<String, EngineDescription> engines = new HashMap<>();
    private final Map<String, Map<String, Conformance>> conformance = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Set<String> standingRefusals = new HashSet<>();
    private final Set<SampleKey> samples = new HashSet<>();
    private final Map<SampleKey, String> failed = new LinkedHashMap<>();
    private final Map<String, LoadProfile> loads = new LinkedHashMap<>();
    private final Set<String> finishedLoads = new HashSet<>();
    private final Set<String> benches = new HashSet<>();
    private final Map<String, String> failedParts = new HashMap<>();
    private final Map<String, double[]> latencies = new HashMap<>();
    private final Map<String, ChoiceWay> ways = new HashMap<>();
    /** Answers to tasks that are judged. */
    private final Map<SampleKey, String> answers = new HashMap<>();
    /** Digests of what the judge judged, by what it judged; of labelled texts without a candidate. */
    private final Map<SampleKey, String> judged = new HashMap<>();
    private Optional<Candidate> judge = Optional.empty();

    private Done() {}

    /** Nothing yet: a new run. */
    public static Done nothing() {
        return new Done();
    }

    /** Reads all events; does not close the stream. */
    public static Done of(Stream<JournalEvent> events) {
        Done done = new Done();
        events.forEachOrdered(done::add);
        return done;
    }

    Done copy() {
        Done copy = new Done();
        copy.planHash = planHash;
        copy.tasks.putAll(tasks);
        copy.candidates.putAll(candidates);
        copy.engines.putAll(engines);
        conformance.forEach((name, checks) -> copy.conformance.put(name, new LinkedHashMap<>(checks)));
        copy.refused.putAll(refused);
        copy.standingRefusals.addAll(standingRefusals);
        copy.samples.addAll(samples);
        copy.failed.putAll(failed);
        copy.loads.putAll(loads);
        copy.finishedLoads.addAll(finishedLoads);
        copy.benches.addAll(benches);
        copy.failedParts.putAll(failedParts);
        copy.ways.putAll(ways);
        copy.answers.putAll(answers);
        copy.judged.putAll(judged);
        copy.judge = judge;
        latencies.forEach((name, sums) -> copy.latencies.put(name, sums.clone()));
        return copy;
    }

    void add(JournalEvent event) {
        switch (event) {
            case JournalEvent.RunStarted started -> planHash = Optional.of(started.planHash());
            case JournalEvent.RunResumed _ -> {
                refused.clear();
                failedParts.clear();
            }
            case TaskPlanned task -> tasks.put(task.path(), task);
            case CandidateInspected inspected -> candidates.put(inspected.candidate().name(), inspected);
            case JournalEvent.CandidateRefused no -> {
                refused.put(no.candidate(), no.reason());
                standingRefusals.add(no.candidate());
            }
            case JournalEvent.CandidateOpened opened -> {
                engines.put(opened.candidate(), opened.engine());
                standingRefusals.remove(opened.candidate());
            }
            case JournalEvent.ConformanceChecked checked -> conformance
                    .computeIfAbsent(checked.candidate(), _ -> new LinkedHashMap<>())
                    .put(checked.conformance().check(), checked.conformance());
            case JournalEvent.WayChosen way -> ways.put(part(way.candidate(), way.task()), way.way());
            case JournalEvent.SampleDone sample -> add(sample.sampled());
            case JournalEvent.JudgeChosen chosen -> judge = Optional.of(chosen.judge());
            case JournalEvent.SampleJudged told -> add(told);
            case JournalEvent.LoadStarted load -> {
                loads.put(part(load.candidate(), load.profile().name()), load.profile());
                finishedLoads.remove(part(load.candidate(), load.profile().name()));
            }
            case JournalEvent.LoadRequestDone _,JournalEvent.MachineWatched _,JournalEvent.RunFinished _ -> {
                // a load profile counts as a whole, and what is missing is computed anew
            }
            case JournalEvent.LoadDone load -> finishedLoads.add(part(load.candidate(), load.profile()));
            case JournalEvent.BenchDone bench -> benches.add(part(bench.candidate(), bench.name()));
            case JournalEvent.PartFailed failure -> failedParts.put(part(failure.candidate(), failure.part()),
                    failure.reason());
        }
    }

    /** A judge that failed is asked again by the next run. */
    private void add(JournalEvent.SampleJudged told) {
        Sampled judgement = told.judgement();
        SampleKey key = new SampleKey(told.candidate().orElse(""), judgement.suite() + "/" + judgement.task(),
                judgement.sample());
        if (judgement.outcome() instanceof Outcome.Failed failure) {
            judged.remove(key);
            failedParts.put(part(judgement.candidate(), key.task()), failure.reason());
        } else {
            judged.put(key, told.answer());
        }
    }

    private void add(Sampled sampled) {
        SampleKey key = SampleKey.of(sampled);
        TaskPlanned task = tasks.get(key.task());
        if (task != null && task.judged()) {
            answers.remove(key);
            if (sampled.outcome() instanceof Outcome.Answered(Outcome.Answer.Text(String text))) {
                answers.put(key, text);
            }
        }
        way(sampled).ifPresent(way -> ways.put(part(key.candidate(), key.task()), way));
        if (sampled.outcome() instanceof Outcome.Failed failure) {
            samples.remove(key);
            failed.put(key, failure.reason());
        } else {
            samples.add(key);
            failed.remove(key);
            if (sampled.cached().isPresent()) {
                return;
            }
            double[] sums = latencies.computeIfAbsent(part(key.candidate(), key.task()), _ -> new double[2]);
            sums[0] += 1;
            sums[1] += sampled.latencyMs();
        }
    }

    /** Journals of earlier versions only know one. */
    private Optional<ChoiceWay> way(Sampled sampled) {
        TaskPlanned task = tasks.get(sampled.suite() + "/" + sampled.task());
        boolean ranked = task != null && task.answer() == AnswerMode.CHOICE
                && sampled.outcome() instanceof Outcome.Answered(Outcome.Answer.Ranked _);
        return sampled.way().or(() -> ranked ? Optional.of(ChoiceWay.LOGLIKELIHOOD) : Optional.empty());
    }

    Optional<Candidate> judge() {
        return judge;
    }

    /** An answer that waits for its judgement. */
    Optional<String> unjudged(String candidate, String task, String sample) {
        SampleKey key = new SampleKey(candidate, task, sample);
        return Optional.ofNullable(answers.get(key))
                .filter(answer -> !JournalEvent.SampleJudged.digest(answer).equals(judged.get(key)));
    }

    /** Whether the judge has judged this text, asked in these words. */
    boolean hasLabelled(String task, String id, String prompt) {
        return JournalEvent.SampleJudged.digest(prompt).equals(judged.get(new SampleKey("", task, id)));
    }

    /** Judgements that count. */
    int judgements() {
        return judged.size();
    }

    /** The way of choosing that this run went so far. */
    Optional<ChoiceWay> way(String candidate, String task) {
        return Optional.ofNullable(ways.get(part(candidate, task)));
    }

    private static String part(String candidate, String part) {
        return candidate + "\u0000" + part;
    }

    /** Whether a run began at all. */
    public boolean started() {
        return planHash.isPresent();
    }

    /** The hash of the plan that the run began with. */
    public Optional<String> planHash() {
        return planHash;
    }

    /** Samples that need not be asked again. */
    public int sampleCount() {
        return samples.size();
    }

    boolean hasTask(TaskPlanned task) {
        return task.equals(tasks.get(task.path()));
    }

    Optional<CandidateInspected> inspected(String candidate) {
        return Optional.ofNullable(candidates.get(candidate));
    }

    Optional<EngineDescription> engine(String candidate) {
        return Optional.ofNullable(engines.get(candidate));
    }

    boolean hasCheck(String candidate, Conformance check) {
        return check.equals(conformance.getOrDefault(candidate, Map.of()).get(check.check()));
    }

    boolean hasSample(String candidate, String task, String sample) {
        return samples.contains(new SampleKey(candidate, task, sample));
    }

    Optional<String> sampleFailure(String candidate, String task, String sample) {
        return Optional.ofNullable(failed.get(new SampleKey(candidate, task, sample)));
    }

    boolean hasLoad(String candidate, String profile) {
        return finishedLoads.contains(part(candidate, profile));
    }

    boolean hasBench(String candidate, String name) {
        return benches.contains(part(candidate, name));
    }

    Optional<String> refusal(String candidate) {
        return Optional.ofNullable(refused.get(candidate));
    }

    /** Whether readers of the journal take it for refused: only a later opening lifts that, a resumption alone does not. */
    boolean standsRefused(String candidate) {
        return standingRefusals.contains(candidate);
    }

    Optional<String> partFailure(String candidate, String part) {
        return Optional.ofNullable(failedParts.get(part(candidate, part)));
    }

    /** Mean latency of a candidate's samples of a task so far. */
    OptionalDouble meanLatencyMs(String candidate, String task) {
        double[] sums = latencies.get(part(candidate, task));
        return sums == null ? OptionalDouble.empty() : OptionalDouble.of(sums[1] / sums[0]);
    }

    /** Names of a plan's microbenchmarks. */
    static List<String> benchNames(BenchSettings settings) {
        return Stream.concat(settings.prompt().stream().map(tokens -> "pp" + tokens),
                settings.generate().stream().map(tokens -> "tg" + tokens)).toList();
    }

    /**
     * What differs between the plan that this journal began with and another, as far as the journal tells.
     *
     * @return empty if nothing was run yet or the plan is the same
     */
    public Optional<String> changedFrom(Plan plan) {
        if (planHash.isEmpty() || planHash.get().equals(plan.hash())) {
            return Optional.empty();
        }
        List<String> changes = new ArrayList<>();
        PlanEvents.compare(candidates, judge, plan, changes);
        Set<String> paths = new LinkedHashSet<>();
        for (TaskPlanned now : PlanEvents.tasks(plan)) {
            paths.add(now.path());
            TaskPlanned before = tasks.get(now.path());
            if (before == null) {
                changes.add("the task " + now.path() + " is new");
            } else {
                PlanEvents.compare(before, now, changes);
            }
        }
        tasks.keySet().stream().filter(path -> !paths.contains(path))
                .forEach(path -> changes.add("the task " + path + " is gone"));
        for (LoadProfile now : plan.load()) {
            loads.values().stream().filter(before -> before.name().equals(now.name()) && !before.equals(now))
                    .findFirst().ifPresent(_ -> changes.add("the load profile " + now.name() + " changed"));
        }
        return Optional.of(changes.isEmpty()
                ? "settings under load, bench or run (seed, deadline, retries, workers) or how examples are picked changed"
                : String.join("; ", changes));
    }
}
