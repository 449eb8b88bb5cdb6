package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that will be done, decided before anything is: resolved, hashed, printable.
 *
 * @param hash {@code sha256:…} over all that decides what is measured; usage, policy and report are not part of it
 * @param suites suites with their tasks, samples already chosen
 * @param judge the model that judges answers, where a task asks for one
 */
public record Plan(String name, String hash, String source, List<Candidate> candidates, List<Suite> suites,
        List<LoadProfile> load, Optional<BenchSettings> bench, Optional<UsageProfile> usage, Optional<Policy> policy,
        RunSettings run, ReportSettings report, Optional<Candidate> judge) {
    /**
     * How the run is carried out.
     *
     * @param deadline for one sample
     * @param retries after a failure, per sample
     * @param workers samples at once, per candidate
     * @param cache a folder of answers to use again and to add to; decides nothing that is measured, so it is not part of the hash
     */
    public record RunSettings(long seed, Duration deadline, int retries, int workers, Optional<String> cache) {
        /** Without a cache. */
        public RunSettings(long seed, Duration deadline, int retries, int workers) {
            this(seed, deadline, retries, workers, Optional.empty());
        }
    }

    /**
     * @param languages BCP 47, the first one shown first
     * @param cost what running the candidates costs; decides nothing that is measured
     */
    public record ReportSettings(List<String> languages, Optional<String> title, Optional<CostSettings> cost) {
        /** Without costs. */
        public ReportSettings(List<String> languages, Optional<String> title) {
            this(languages, title, Optional.empty());
        }

        /** With these costs. */
        public ReportSettings with(Optional<CostSettings> others) {
            return new ReportSettings(languages, title, others);
        }

        public ReportSettings {
            languages = List.copyOf(languages);
        }
    }

    public Plan {
        requireNonNull(name, "name");
        requireNonNull(hash, "hash");
        requireNonNull(source, "source");
        candidates = List.copyOf(candidates);
        suites = List.copyOf(suites);
        load = List.copyOf(load);
        requireNonNull(bench, "bench");
        requireNonNull(usage, "usage");
        requireNonNull(policy, "policy");
        requireNonNull(run, "run");
        requireNonNull(report, "report");
        requireNonNull(judge, "judge");
    }

    /** Without a judge. */
    public Plan(String name, String hash, String source, List<Candidate> candidates, List<Suite> suites,
            List<LoadProfile> load, Optional<BenchSettings> bench, Optional<UsageProfile> usage,
            Optional<Policy> policy, RunSettings run, ReportSettings report) {
        this(name, hash, source, candidates, suites, load, bench, usage, policy, run, report, Optional.empty());
    }

    /** The same, every sample asked anew. */
    public Plan withoutCache() {
        return new Plan(name, hash, source, candidates, suites, load, bench, usage, policy,
                new RunSettings(run.seed(), run.deadline(), run.retries(), run.workers()), report,
                judge);
    }

    /** All tasks of all suites, in plan order. */
    public List<Task> tasks() {
        return suites.stream().flatMap(suite -> suite.tasks().stream()).toList();
    }

    /** The tasks whose answers a model judges. */
    public List<Task> judged() {
        return tasks().stream().filter(task -> task.judging().isPresent()).toList();
    }
}
