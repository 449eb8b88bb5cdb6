package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.port.Recording;
import java.util.List;
import java.util.Optional;

/** A run read for comparison, with its samples. */
public final class ComparedRun {
    private final Analyst analyst;
    private final Recording recording;
    private final Analyst.Measurements all;
    private final Optional<Long> seed;

    private ComparedRun(Analyst analyst, Recording recording, Optional<Long> seed) {
        this.analyst = analyst;
        this.recording = recording;
        this.all = analyst.measure(recording);
        this.seed = seed;
    }

    /** @param seed of the plan, where it is known: examples are drawn by it */
    public static ComparedRun of(Analyst analyst, Recording recording, Optional<Long> seed) {
        return new ComparedRun(analyst, recording, seed);
    }

    public List<String> candidates() {
        return all.measured().stream().map(Analyst.Measured::name).toList();
    }

    public String plan() {
        return all.journal().started().plan();
    }

    public String planHash() {
        return all.journal().started().planHash();
    }

    /** @throws IllegalArgumentException if there is no such candidate */
    public CandidateFindings findings(String candidate) {
        return Analyst.findings(all.journal(), candidate(candidate));
    }

    /** Tasks as planned. */
    public List<TaskPlanned> tasks() {
        return all.journal().tasks();
    }

    /** What of the plan is not there for this candidate, in words; empty when all was measured. */
    public List<String> missing(String candidate) {
        List<String> others = candidates().stream().filter(name -> !name.equals(candidate)).toList();
        return Analyst.missing(all.journal()).stream()
                .filter(text -> others.stream().noneMatch(other -> text.startsWith(other + ",")
                        || text.startsWith(other + ":") || text.startsWith(other + " was ")))
                .toList();
    }

    Analyst.Measurements all() {
        return all;
    }

    Optional<Long> seed() {
        return seed;
    }

    /** @throws IllegalArgumentException if there is no such candidate */
    Analyst.Measured candidate(String name) {
        return all.measured().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no candidate " + name));
    }

    ScoredSample sample(Row row) {
        return analyst.sample(recording, all.journal(), row.position());
    }
}
