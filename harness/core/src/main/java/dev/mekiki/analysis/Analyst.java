package dev.mekiki.analysis;

import dev.mekiki.analysis.Comparisons.Side;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.JudgeFinding;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.domain.Withheld;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.JudgedMetric;
import dev.mekiki.port.Metric;
import dev.mekiki.port.Recording;
import dev.mekiki.port.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns a journal into findings: scores, coverage, intervals and paired comparisons. A pure function of the journal, the metrics and
 * the extraction steps; resampling is seeded by what is resampled. Formulas and their sources: docs/statistics.md.
 */
public final class Analyst {
    private final SampleScorer scorer;

    public Analyst(Registry<Metric> metrics, Extractor extractor) {
        this.scorer = new SampleScorer(metrics, extractor);
    }

    /** The same for events in memory; see {@link #analyse(Recording)}. */
    public Analysis analyse(Stream<JournalEvent> events) {
        return analyse(Recording.of(events.toList()));
    }

    /**
     * Reads the events in order, and keeps no text of them. Of a sample, profile or benchmark that appears again (a resumed run), the
     * last counts; of a task planned again (a rescored run), the last way of scoring counts for all its samples.
     *
     * @throws IllegalArgumentException if the events are not a journal: no start, or load requests of no profile
     */
    public Analysis analyse(Recording recording) {
        Measurements all = measure(recording);
        Collected journal = all.journal();
        Findings findings = new Findings(
                new Findings.PlanReference(journal.started().plan(), journal.started().planHash()),
                all.measured().stream().map(each -> findings(journal, each)).toList(),
                comparisons(journal, all.measured()), missing(journal), WaysApart.of(journal, all.measured()),
                judge(journal));
        return new Analysis(findings, new RecordedSamples(recording, journal, scorer), journal.tasks(), load(journal),
                journal.run());
    }

    /** All candidates' scores of one recording. */
    record Measurements(Collected journal, List<Measured> measured) {}

    Measurements measure(Recording recording) {
        return measure(Collected.from(recording, scorer));
    }

    /** What was kept of a journal: its events without samples, and by candidate, task and id the samples' rows. */
    Collected restored(List<JournalEvent> events, Map<String, Map<String, Map<String, Row>>> rows) {
        return Collected.restored(events, rows, scorer);
    }

    Measurements measure(Collected journal) {
        return new Measurements(journal, journal.candidates().stream().map(of -> measure(journal, of)).toList());
    }

    /** What a sample shows once it is scored, as {@code samples} tells it. */
    ScoredSample sample(Recording recording, Collected journal, long position) {
        return RecordedSamples.at(recording, journal, scorer, position);
    }

    /**
     * A candidate's scores.
     *
     * @param tasks by {@code suite/task/metric}
     * @param suites by {@code suite/metric}
     */
    record Measured(OfCandidate journal, Map<String, TaskMeasure> tasks, Map<String, SuiteMeasure> suites) {
        String name() {
            return journal.candidate.name();
        }
    }

    private Measured measure(Collected journal, OfCandidate of) {
        Map<String, TaskMeasure> tasks = new LinkedHashMap<>();
        for (TaskPlanned task : journal.tasks()) {
            SortedMap<String, Row> rows = of.samples(task.path());
            for (String metric : task.metrics()) {
                Optional<String> blocked = scorer.blocked(task, metric, of.conformance.values(),
                        of.way(task));
                tasks.put(task.path() + "/" + metric, TaskMeasure.of(TaskScores.of(task, metric, rows, blocked),
                        scorer.metric(task, metric), blocked.or(() -> notAsked(of, task, rows.isEmpty())),
                        of.way(task),
                        scorer.metric(task, metric).filter(JudgedMetric.class::isInstance)
                                .flatMap(_ -> journal.calibration(task, metric))));
            }
        }
        Map<String, SuiteMeasure> suites = new LinkedHashMap<>();
        SuiteMeasure.planned(journal.tasks()).forEach((path, members) -> {
            String metric = path.substring(path.lastIndexOf('/') + 1);
            suites.put(path, SuiteMeasure.of(path,
                    members.stream().map(task -> Objects.requireNonNull(tasks.get(task.path() + "/" + metric)))
                            .toList()));
        });
        return new Measured(of, tasks, suites);
    }

    private static Optional<String> notAsked(OfCandidate of, TaskPlanned task, boolean nothingAsked) {
        return nothingAsked
                ? of.refused.or(() -> of.obstacle(task.path())).map(Withheld.NOT_MEASURED::because)
                : Optional.empty();
    }

    static CandidateFindings findings(Collected journal, Measured measured) {
        OfCandidate of = measured.journal();
        List<MetricFinding> metrics = Stream
                .concat(measured.tasks().values().stream().map(TaskMeasure::finding),
                        measured.suites().values().stream().map(SuiteMeasure::finding))
                .toList();
        List<LoadFinding> load = of.load.values()
                .stream()
                .map(each -> LoadAnalysis.of(each.profile, List.copyOf(each.requests.values()), each.done,
                        Optional.ofNullable(of.failedParts.get("load/" + each.profile.name()))))
                .toList();
        List<BenchFinding> bench = of.bench.values().stream().map(BenchAnalysis::of).flatMap(Optional::stream).toList();
        return new CandidateFindings(of.candidate.name(), of.candidate.engine(), of.candidate, of.refused, of.dossier,
                of.license, of.runtime, of.loadMs, of.modelBytes, tokensPerCharacter(of),
                List.copyOf(of.conformance.values()), outcomes(journal, of), metrics, load, bench,
                journal.tasks().stream().flatMap(task -> TaskCourse.of(of, task).stream()).toList(),
                of.load.values().stream().flatMap(each -> each.use
                        .map(use -> MachineAnalysis.of(each.profile.name(), use,
                                LoadRequest.measured(each.requests.values())))
                        .stream()).toList(),
                LoadRepeatAnalysis.of(load));
    }

    private static Optional<JudgeFinding> judge(Collected journal) {
        return journal.judge().map(judge -> {
            OfCandidate of = journal.candidate(judge.name());
            return new JudgeFinding(judge, of.refused, of.dossier, of.runtime, List.copyOf(of.conformance.values()));
        });
    }

    private static OptionalDouble tokensPerCharacter(OfCandidate of) {
        long tokens = 0;
        long characters = 0;
        for (SortedMap<String, Row> task : of.samples.values()) {
            for (Row row : task.values()) {
                if (row.inputTokens() >= 0) {
                    tokens += row.inputTokens();
                    characters += row.characters();
                }
            }
        }
        return characters == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) tokens / characters);
    }

    private static SortedMap<String, Integer> outcomes(Collected journal, OfCandidate of) {
        SortedMap<String, Integer> outcomes = new TreeMap<>();
        for (TaskPlanned task : journal.tasks()) {
            SortedMap<String, Row> samples = of.samples(task.path());
            samples.values().forEach(row -> outcomes.merge(row.ending().id(), 1, Integer::sum));
            int missing = task.samples() - samples.size();
            if (missing > 0) {
                outcomes.merge("missing", missing, Integer::sum);
            }
        }
        return outcomes;
    }

    private static List<Comparison> comparisons(Collected journal, List<Measured> measured) {
        List<List<Side<TaskMeasure>>> tasks = new ArrayList<>();
        for (TaskPlanned task : journal.tasks()) {
            for (String metric : task.metrics()) {
                String path = task.path() + "/" + metric;
                tasks.add(measured.stream()
                        .map(each -> new Side<>(each.name(), Objects.requireNonNull(each.tasks().get(path))))
                        .filter(side -> side.measure().finding().value().isPresent())
                        .toList());
            }
        }
        List<List<Side<SuiteMeasure>>> suites = new ArrayList<>();
        for (String path : SuiteMeasure.planned(journal.tasks()).keySet()) {
            suites.add(measured.stream()
                    .map(each -> new Side<>(each.name(), Objects.requireNonNull(each.suites().get(path))))
                    .filter(side -> side.measure().finding().value().isPresent())
                    .toList());
        }
        return Stream.concat(Comparisons.ofTasks(tasks).stream(), Comparisons.ofSuites(suites).stream()).toList();
    }

    private static Map<String, List<LoadRequest>> load(Collected journal) {
        Map<String, List<LoadRequest>> load = new LinkedHashMap<>();
        for (OfCandidate of : journal.candidates()) {
            for (OfProfile each : of.load.values()) {
                load.put(of.candidate.name() + "/" + each.profile.name(),
                        LoadRequest.measured(each.requests.values()));
            }
        }
        return load;
    }

    /** What the run itself says at its end; before that, what can be seen from here. */
    static List<String> missing(Collected journal) {
        if (journal.finished().isPresent()) {
            return journal.finished().get().missing();
        }
        List<String> missing = new ArrayList<>();
        missing.add("the run has not come to its end");
        for (OfCandidate of : journal.candidates()) {
            String name = of.candidate.name();
            of.refused.ifPresent(reason -> missing.add(name + ": " + reason));
            for (TaskPlanned task : journal.tasks()) {
                int absent = task.samples() - of.samples(task.path()).size();
                if (absent > 0) {
                    missing.add(name + ": " + task.path() + ": " + absent + " of " + task.samples() + " samples");
                }
            }
            of.failedParts.forEach((part, reason) -> missing.add(name + ": " + part + ": " + reason));
        }
        return missing;
    }
}
