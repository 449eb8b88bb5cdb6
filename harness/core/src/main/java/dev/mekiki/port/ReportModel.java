package dev.mekiki.port;

import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.Machine;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.domain.Selection;
import dev.mekiki.domain.UsageProfile;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a report may say.
 *
 * @param samples every sample with its scores, in plan order; each look at one may read it from the journal
 * @param load requests of each load profile: key {@code candidate/profile}
 * @param cost what running the candidates costs, as the user says
 * @param version of Mekiki
 */
public record ReportModel(String title, List<String> languages, String version, Instant startedAt,
        Optional<Instant> finishedAt, Machine machine, List<JournalEvent.TaskPlanned> tasks, Findings findings,
        Selection selection, Policy policy, Optional<UsageProfile> usage, List<ScoredSample> samples,
        Map<String, List<LoadRequest>> load, Optional<CostSettings> cost) {
    /** Without costs. */
    public ReportModel(String title, List<String> languages, String version, Instant startedAt,
            Optional<Instant> finishedAt, Machine machine, List<JournalEvent.TaskPlanned> tasks, Findings findings,
            Selection selection, Policy policy, Optional<UsageProfile> usage, List<ScoredSample> samples,
            Map<String, List<LoadRequest>> load) {
        this(title, languages, version, startedAt, finishedAt, machine, tasks, findings, selection, policy, usage,
                samples, load, Optional.empty());
    }

    /** With these costs. */
    public ReportModel with(CostSettings costs) {
        return new ReportModel(title, languages, version, startedAt, finishedAt, machine, tasks, findings, selection,
                policy, usage, samples, load, Optional.of(costs));
    }

    public ReportModel {
        languages = List.copyOf(languages);
        tasks = List.copyOf(tasks);
        samples = Collections.unmodifiableList(samples);
        load = Map.copyOf(load);
    }
}
