package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import dev.mekiki.domain.LoadProfile.Repeat;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the journal shows: every number with its interval, its sample size and its coverage. */
public record Findings(PlanReference plan, List<CandidateFindings> candidates, List<Comparison> comparisons,
        List<String> missing, List<NotCompared> notCompared, Optional<JudgeFinding> judge) {
    /** Without a judge. */
    public Findings(PlanReference plan, List<CandidateFindings> candidates, List<Comparison> comparisons,
            List<String> missing, List<NotCompared> notCompared) {
        this(plan, candidates, comparisons, missing, notCompared, Optional.empty());
    }

    /**
     * The model that judged answers.
     *
     * @param refused why it judged nothing, where it did not
     */
    public record JudgeFinding(Candidate judge, Optional<String> refused, Optional<Dossier> dossier,
            Optional<EngineDescription> runtime, List<Conformance> conformance) {
        public JudgeFinding {
            conformance = List.copyOf(conformance);
        }
    }

    /** With everything compared that has a value. */
    public Findings(PlanReference plan, List<CandidateFindings> candidates, List<Comparison> comparisons,
            List<String> missing) {
        this(plan, candidates, comparisons, missing, List.of());
    }

    /** Two candidates that both have a value of a metric, which may not be set against each other. */
    public record NotCompared(String a, String b, String metric, String why) {}

    public record PlanReference(String name, String hash) {}

    /**
     * @param refused why this candidate was not measured, where it was not
     * @param outcomes how many samples ended how: {@code answered}, {@code truncated}, …
     * @param tokensPerCharacter tokens that a character of prompt took, over all prompts that were given to it
     */
    public record CandidateFindings(String name, String engine, Candidate candidate, Optional<String> refused,
            Optional<Dossier> dossier, Optional<LicenseFinding> license, Optional<EngineDescription> runtime,
            OptionalDouble loadMs, OptionalLong modelBytes, OptionalDouble tokensPerCharacter,
            List<Conformance> conformance, SortedMap<String, Integer> outcomes, List<MetricFinding> metrics,
            List<LoadFinding> load, List<BenchFinding> bench, List<TaskFinding> tasks, List<MachineFinding> machine,
            List<LoadRepeats> repeats) {
        /** Where every load profile was measured once. */
        public CandidateFindings(String name, String engine, Candidate candidate, Optional<String> refused,
                Optional<Dossier> dossier, Optional<LicenseFinding> license, Optional<EngineDescription> runtime,
                OptionalDouble loadMs, OptionalLong modelBytes, OptionalDouble tokensPerCharacter,
                List<Conformance> conformance, SortedMap<String, Integer> outcomes, List<MetricFinding> metrics,
                List<LoadFinding> load, List<BenchFinding> bench, List<TaskFinding> tasks,
                List<MachineFinding> machine) {
            this(name, engine, candidate, refused, dossier, license, runtime, loadMs, modelBytes, tokensPerCharacter,
                    conformance, outcomes, metrics, load, bench, tasks, machine, List.of());
        }

        /** Where nothing of the machine was read. */
        public CandidateFindings(String name, String engine, Candidate candidate, Optional<String> refused,
                Optional<Dossier> dossier, Optional<LicenseFinding> license, Optional<EngineDescription> runtime,
                OptionalDouble loadMs, OptionalLong modelBytes, OptionalDouble tokensPerCharacter,
                List<Conformance> conformance, SortedMap<String, Integer> outcomes, List<MetricFinding> metrics,
                List<LoadFinding> load, List<BenchFinding> bench, List<TaskFinding> tasks) {
            this(name, engine, candidate, refused, dossier, license, runtime, loadMs, modelBytes, tokensPerCharacter,
                    conformance, outcomes, metrics, load, bench, tasks, List.of());
        }

        /** Without what is told of whole tasks. */
        public CandidateFindings(String name, String engine, Candidate candidate, Optional<String> refused,
                Optional<Dossier> dossier, Optional<LicenseFinding> license, Optional<EngineDescription> runtime,
                OptionalDouble loadMs, OptionalLong modelBytes, OptionalDouble tokensPerCharacter,
                List<Conformance> conformance, SortedMap<String, Integer> outcomes, List<MetricFinding> metrics,
                List<LoadFinding> load, List<BenchFinding> bench) {
            this(name, engine, candidate, refused, dossier, license, runtime, loadMs, modelBytes, tokensPerCharacter,
                    conformance, outcomes, metrics, load, bench, List.of());
        }

        public CandidateFindings {
            tasks = List.copyOf(tasks);
            machine = machine == null ? List.of() : List.copyOf(machine); // baselines of before know none
            repeats = repeats == null ? List.of() : List.copyOf(repeats);
            conformance = List.copyOf(conformance);
            metrics = List.copyOf(metrics);
            load = List.copyOf(load);
            bench = List.copyOf(bench);
        }

        /** Load profiles as the plan names them; repeats of one are one. */
        public List<String> loadProfiles() {
            return load.stream().map(LoadFinding::planned).distinct().toList();
        }

        /** Of a load profile that was measured several times. */
        public Optional<LoadRepeats> repeats(String profile) {
            return repeats.stream().filter(each -> each.profile().equals(profile)).findFirst();
        }

        public Optional<MetricFinding> metric(String name) {
            return metrics.stream().filter(metric -> metric.metric().equals(name)).findFirst();
        }
    }

    /**
     * How a candidate's samples of a task went, whatever their scores.
     *
     * @param task {@code suite/task}
     * @param way how it was made to choose, for tasks with choices
     * @param passedOver why it did not go the ways that the task names before that one
     * @param samples asked
     * @param truncated of these; those within reasoning included
     * @param thinking where any of them holds reasoning
     * @param forwarded where the engine tells
     */
    public record TaskFinding(String task, Optional<ChoiceWay> way, List<String> passedOver, int samples,
            int truncated, Optional<Thinking> thinking, Optional<Forwarded> forwarded) {
        public TaskFinding {
            passedOver = List.copyOf(passedOver);
        }

        public double truncationRate() {
            return samples == 0 ? 0 : (double) truncated / samples;
        }
    }

    /**
     * Reasoning before answers.
     *
     * @param samples with reasoning
     * @param unclosed of these, without an end, and so without an answer
     * @param meanTokens over the samples with reasoning; absent where tokens are not known of each
     */
    public record Thinking(int samples, int unclosed, OptionalDouble meanTokens, double meanCharacters) {}

    /**
     * Tokens that a model computed.
     *
     * @param samples that it is known of
     * @param mean for one sample
     * @param withoutSharing what it would have been had each choice been computed with the whole prompt, for log-likelihoods
     */
    public record Forwarded(int samples, double mean, OptionalDouble withoutSharing) {}

    /**
     * @param metric {@code suite/task/metric}, or {@code suite/metric} for a suite's aggregate
     * @param n samples planned
     * @param scored samples with a score
     * @param value absent where withheld
     * @param withheld why the value is withheld
     * @param unscored how many samples are unscored, by reason
     * @param kind {@code proportion}, {@code mean} or {@code aggregate}
     * @param calibration how often the metric itself is wrong, where that was measured
     * @param corrected the value corrected for that
     * @param terms what the data's license says about using the value, where that is not free
     * @param way how the choices were answered, for tasks with choices; of a suite's tasks each, where they differ
     * @param range what scores lie between, where it is not 0 and 1
     */
    public record MetricFinding(String metric, int n, int scored, double coverage, OptionalDouble value,
            Optional<Interval> interval, Better better, Optional<String> withheld, SortedMap<String, Integer> unscored,
            String kind, OptionalDouble errorFalsePositive, OptionalDouble errorFalseNegative,
            Optional<Calibration> calibration, Optional<Corrected> corrected, Optional<DataTerms> terms,
            Optional<String> way, Optional<ScoreRange> range) {
        /** Of a metric without known errors, over free data. */
        public MetricFinding(String metric, int n, int scored, double coverage, OptionalDouble value,
                Optional<Interval> interval, Better better, Optional<String> withheld,
                SortedMap<String, Integer> unscored, String kind, OptionalDouble errorFalsePositive,
                OptionalDouble errorFalseNegative) {
            this(metric, n, scored, coverage, value, interval, better, withheld, unscored, kind, errorFalsePositive,
                    errorFalseNegative, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty());
        }

        public MetricFinding withTerms(Optional<DataTerms> others) {
            return new MetricFinding(metric, n, scored, coverage, value, interval, better, withheld, unscored, kind,
                    errorFalsePositive, errorFalseNegative, calibration, corrected, others, way, range);
        }

        public MetricFinding withCalibration(Optional<Calibration> known, Optional<Corrected> estimate) {
            return new MetricFinding(metric, n, scored, coverage, value, interval, better, withheld, unscored, kind,
                    errorFalsePositive, errorFalseNegative, known, estimate, terms, way, range);
        }

        public MetricFinding withWay(Optional<String> other) {
            return new MetricFinding(metric, n, scored, coverage, value, interval, better, withheld, unscored, kind,
                    errorFalsePositive, errorFalseNegative, calibration, corrected, terms, other, range);
        }

        public MetricFinding withRange(Optional<ScoreRange> other) {
            return new MetricFinding(metric, n, scored, coverage, value, interval, better, withheld, unscored, kind,
                    errorFalsePositive, errorFalseNegative, calibration, corrected, terms, way, other);
        }
    }

    /**
     * A share as it would be if the metric made no errors, as far as its calibration carries over.
     *
     * @param value absent where withheld
     * @param withheld why there is none
     */
    public record Corrected(OptionalDouble value, Optional<Interval> interval, Optional<String> withheld) {}

    /** @param method {@code wilson}, {@code bootstrap-bca}, {@code cluster-bootstrap}, {@code t}, … */
    public record Interval(double low, double high, double level, String method) {}

    /**
     * A load profile's result. Durations are milliseconds; what the number of requests cannot support is absent and named in
     * {@code unsupported}.
     *
     * @param verdict {@code valid}, {@code degraded} or {@code invalid}
     * @param why reasons, where the verdict is not {@code valid}
     * @param intervals of the numbers above, by {@code measure} or {@code measure/statistic}, such as {@code ttft_ms/p50}; they
     *     tell the spread within this one run, not between runs
     * @param repeat where the same was measured several times: which time this was
     */
    public record LoadFinding(String profile, int concurrency, int requests, int failed, Distribution ttftMs,
            Distribution tpotMs, Distribution itlMs, Distribution e2eMs, OptionalDouble outputTokensPerS,
            OptionalDouble requestsPerS, OptionalDouble charactersPerS, OptionalLong peakProcessBytes, String verdict,
            List<String> why, SortedMap<String, Interval> intervals, Optional<LoadDetail> detail,
            Optional<Repeat> repeat) {
        /** Measured once. */
        public LoadFinding(String profile, int concurrency, int requests, int failed, Distribution ttftMs,
                Distribution tpotMs, Distribution itlMs, Distribution e2eMs, OptionalDouble outputTokensPerS,
                OptionalDouble requestsPerS, OptionalDouble charactersPerS, OptionalLong peakProcessBytes,
                String verdict, List<String> why, SortedMap<String, Interval> intervals, Optional<LoadDetail> detail) {
            this(profile, concurrency, requests, failed, ttftMs, tpotMs, itlMs, e2eMs, outputTokensPerS, requestsPerS,
                    charactersPerS, peakProcessBytes, verdict, why, intervals, detail, Optional.empty());
        }

        /** Without details. */
        public LoadFinding(String profile, int concurrency, int requests, int failed, Distribution ttftMs,
                Distribution tpotMs, Distribution itlMs, Distribution e2eMs, OptionalDouble outputTokensPerS,
                OptionalDouble requestsPerS, OptionalDouble charactersPerS, OptionalLong peakProcessBytes,
                String verdict, List<String> why, SortedMap<String, Interval> intervals) {
            this(profile, concurrency, requests, failed, ttftMs, tpotMs, itlMs, e2eMs, outputTokensPerS, requestsPerS,
                    charactersPerS, peakProcessBytes, verdict, why, intervals, Optional.empty());
        }

        public LoadFinding {
            why = List.copyOf(why);
            intervals = Collections.unmodifiableSortedMap(new TreeMap<>(intervals));
            repeat = repeat == null ? Optional.empty() : repeat; // as above
        }

        /** The profile's name in the plan; repeats share it. */
        public String planned() {
            return repeat.map(Repeat::of).orElse(profile);
        }

        /** Without intervals. */
        public LoadFinding(String profile, int concurrency, int requests, int failed, Distribution ttftMs,
                Distribution tpotMs, Distribution itlMs, Distribution e2eMs, OptionalDouble outputTokensPerS,
                OptionalDouble requestsPerS, OptionalDouble charactersPerS, OptionalLong peakProcessBytes,
                String verdict, List<String> why) {
            this(profile, concurrency, requests, failed, ttftMs, tpotMs, itlMs, e2eMs, outputTokensPerS, requestsPerS,
                    charactersPerS, peakProcessBytes, verdict, why, new TreeMap<>());
        }
    }

    /**
     * Nearest-rank percentiles of {@code n} values; a percentile that {@code n} cannot support at 99 % confidence is absent from the
     * named fields and listed in {@code unsupported} (MLPerf's early-stopping rule).
     *
     * @param upper what a percentile is not above with 99 % certainty, whatever the distribution: {@code p50} to {@code p99}, as far as {@code n}
     *     can tell
     */
    public record Distribution(int n, OptionalDouble p50, OptionalDouble p90, OptionalDouble p95, OptionalDouble p99,
            OptionalDouble mean, OptionalDouble max, List<Unsupported> unsupported, SortedMap<String, Double> upper) {
        public Distribution {
            unsupported = List.copyOf(unsupported);
            upper = Collections.unmodifiableSortedMap(new TreeMap<>(upper));
        }

        /** Without bounds. */
        public Distribution(int n, OptionalDouble p50, OptionalDouble p90, OptionalDouble p95, OptionalDouble p99,
                OptionalDouble mean, OptionalDouble max, List<Unsupported> unsupported) {
            this(n, p50, p90, p95, p99, mean, max, unsupported, new TreeMap<>());
        }

        /**
         * A percentile that is not a fact yet.
         *
         * @param observed the nearest-rank value seen, for orientation only
         * @param needed how many values would support it
         */
        public record Unsupported(String percentile, OptionalDouble observed, int needed) {}
    }

    /**
     * What a load profile cost the machine. Energy is that of the GPUs, or of the processors' packages where no GPU was read; of the whole
     * devices, whoever else used them.
     *
     * @param energyJ absent unless it is known of every device
     * @param counted whether it is the devices' own counters', rather than readings of power integrated
     * @param aboveIdleJ less what the devices take while the loaded model is not asked
     * @param disagreement of counters and integrated power, as a share of the counters'
     * @param outputTokensPerJ over all requests
     * @param jPer1000Characters of output
     * @param prefixCacheHitShare of the prompts' tokens that the server looked up
     * @param ttftGapMs mean TTFT as the client saw it less what the server says of the same requests: network, queues before the server's clock, and
     *     the client itself
     * @param draftAcceptanceShare of the tokens that a draft proposed (speculative decoding)
     * @param remarks {@code energy-disagrees}, {@code window-short}, {@code throttled}, {@code device-gone},
     *     {@code prefix-cache}, {@code preempted}, {@code ttft-gap}
     */
    public record MachineFinding(String profile, MachineUse use, OptionalDouble energyJ, boolean counted,
            OptionalDouble aboveIdleJ, OptionalDouble disagreement, OptionalDouble outputTokensPerJ,
            OptionalDouble outputTokensPerJAboveIdle, OptionalDouble jPer1000Characters, OptionalDouble jPerRequest,
            OptionalDouble prefixCacheHitShare, OptionalDouble ttftGapMs, OptionalDouble draftAcceptanceShare,
            List<String> remarks) {
        public MachineFinding {
            remarks = List.copyOf(remarks);
        }
    }

    /** @param samples iterations over all forks */
    public record BenchFinding(String name, double tokensPerS, Optional<Interval> interval, int samples) {}

    /**
     * Two candidates on the samples that both have a score for.
     *
     * @param difference a − b
     * @param p two-sided; absent where no test applies
     * @param pAdjusted by Holm over all pairs of candidates under this metric, over all tasks
     * @param onlyA samples that only a got right (proportions)
     * @param needed samples that would show this difference with 80 % power, where it is not shown
     * @param detectable the smallest difference that this many samples show with 80 % power
     */
    public record Comparison(String a, String b, String metric, int n, double difference, Optional<Interval> interval,
            OptionalDouble p, OptionalDouble pAdjusted, String test, int onlyA, int onlyB, OptionalLong needed,
            OptionalDouble detectable) {
        /** Without the smallest difference that could be shown. */
        public Comparison(String a, String b, String metric, int n, double difference, Optional<Interval> interval,
                OptionalDouble p, OptionalDouble pAdjusted, String test, int onlyA, int onlyB, OptionalLong needed) {
            this(a, b, metric, n, difference, interval, p, pAdjusted, test, onlyA, onlyB, needed,
                    OptionalDouble.empty());
        }
    }

    public Findings {
        requireNonNull(plan, "plan");
        candidates = List.copyOf(candidates);
        comparisons = List.copyOf(comparisons);
        missing = List.copyOf(missing);
        notCompared = List.copyOf(notCompared);
    }

    public Optional<CandidateFindings> candidate(String name) {
        return candidates.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
    }
}
