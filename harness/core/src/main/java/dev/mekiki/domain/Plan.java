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
 */
public record Plan(String name, String hash, String source, List<Candidate> candidates, List<Suite> suites,
        List<LoadProfile> load, Optional<BenchSettings> bench, Optional<UsageProfile> usage, Optional<Policy> policy,
        RunSettings run, ReportSettings report) {
    /**
     * How the run is carried out.
     *
     * @param deadline for one sample
     * @param retries after a failure, per sample
     * @param workers samples at once, per candidate
     */
    public record RunSettings(long seed, Duration deadline, int retries, int workers) {}

    /** BCP 47 languages, the first one shown first. */
    public record ReportSettings(List<String> languages, Optional<String> title) {
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
    }

    /** All tasks of all suites, in plan order. */
    public List<Task> tasks() {
        return suites.stream().flatMap(suite -> suite.tasks().stream()).toList();
    }
}
