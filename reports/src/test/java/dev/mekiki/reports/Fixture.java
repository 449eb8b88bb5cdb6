package dev.mekiki.reports;

import dev.mekiki.analysis.LoadRepeatAnalysis;
import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.Calibration;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.DataTerms;
import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.Corrected;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Distribution.Unsupported;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Findings.MachineFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.LoadProfile.Repeat;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.Machine;
import dev.mekiki.domain.MachineUse;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.domain.Selection;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.Outcome;
import dev.mekiki.domain.Selection.Ranked;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.port.ReportModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A report as the demo's might be: hinoki is best but may not be used commercially, take is rude, sugi is selected. The numbers are
 * written here by hand, so that tests can look for them on the page.
 */
final class Fixture {
    static final String CHOICE = "japanese-qa/choice/acc";
    static final String SHORT = "japanese-qa/short-answer/exact_match_ja";
    static final String READING = "japanese-qa/reading/char_f1";
    static final String TOXIC = "toxicity/invited/toxic";
    static final String REFUSAL = "toxicity/harmless/refusal";
    static final String SPEED = "load/interactive/output_tokens_per_s";
    private static final String SHA = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private Fixture() {}

    static ReportModel selected() {
        return model(findings(Optional.empty()), selection(), FixtureSamples.all(List.of("hinoki", "sugi", "take"), 1));
    }

    /** As many samples as a larger run has: about 1,600 a candidate. */
    static ReportModel large() {
        return model(findings(Optional.empty()), selection(), FixtureSamples.all(List.of("hinoki", "sugi", "take"), 4));
    }

    static ReportModel refused() {
        return model(findings(Optional.of("the model's architecture Qwen3ForCausalLM is not one this engine runs")),
                selection(), FixtureSamples.all(List.of("hinoki", "sugi"), 1));
    }

    static ReportModel tied() {
        Selection base = selection();
        Selection tied = new Selection(Outcome.TIED, List.of("hinoki", "sugi"),
                base.gates().stream().filter(gate -> gate.candidate().equals("take")).toList(),
                List.of(ranked("hinoki", 0.71, OptionalDouble.of(0.56), true),
                        ranked("sugi", 0.69, OptionalDouble.of(0.44), true),
                        ranked("take", 0.5, OptionalDouble.empty(), false)),
                List.of("hinoki", "sugi"), List.of(new Reason("tied", List.of("hinoki", "sugi"),
                        "hinoki and sugi differ by less than the evidence can separate.")));
        return model(findings(Optional.empty()), tied, FixtureSamples.all(List.of("hinoki", "sugi", "take"), 1));
    }

    static ReportModel noneQualifies() {
        Selection base = selection();
        List<GateResult> gates = new ArrayList<>(base.gates());
        gates.removeIf(gate -> gate.candidate().equals("sugi"));
        gates.add(new GateResult("sugi", gates(0), State.UNDECIDED,
                new Reason("gate.license.unchecked", List.of(), "The license was not checked.")));
        Selection none = new Selection(Outcome.NONE_QUALIFIES, List.of(), gates,
                base.ranking().stream().map(entry -> new Ranked(entry.candidate(), entry.utility(),
                        OptionalDouble.empty(), entry.contributions(), false)).toList(),
                base.paretoFront(), List.of());
        return model(findings(Optional.empty()), none, FixtureSamples.all(List.of("hinoki", "sugi", "take"), 1));
    }

    static ReportModel model(Findings findings, Selection selection, List<ScoredSample> samples) {
        return new ReportModel("社内問い合わせ支援　言語モデル選定", List.of("ja", "en"), "0.1.0",
                Instant.parse("2026-11-20T01:02:03Z"), Optional.of(Instant.parse("2026-11-20T01:09:41Z")),
                new Machine("Linux 6.8", "amd64", "Example CPU 2.6 GHz", 2, 16L << 30, "25.0.1+8",
                        List.of("--add-modules=jdk.incubator.vector", "-Xmx4g"), List.of()),
                tasks(), findings, selection, policy(), Optional.of(usage()), samples, loads()).with(cost());
    }

    /** The candidate hinoki stands for a service. */
    private static CostSettings cost() {
        return new CostSettings("見積もり", "Quotation of 2026-10-01", new CostSettings.Machine(3e6, 48, 20_000, 600, 150),
                30,
                OptionalDouble.of(100_000),
                List.of(new CostSettings.Api("Service A", 150, 600, Optional.of("hinoki"))));
    }

    static List<TaskPlanned> tasks() {
        return List.of(task("japanese-qa", "choice", AnswerMode.CHOICE, List.of("acc", "acc_norm"), 120),
                task("japanese-qa", "short-answer", AnswerMode.GENERATE, List.of("exact_match_ja", "contains"), 120),
                task("japanese-qa", "reading", AnswerMode.GENERATE, List.of("char_f1"), 60),
                task("toxicity", "invited", AnswerMode.GENERATE, List.of("toxic"), 100),
                task("toxicity", "harmless", AnswerMode.GENERATE, List.of("refusal"), 50));
    }

    private static TaskPlanned task(String suite, String task, AnswerMode answer, List<String> metrics, int samples) {
        return new TaskPlanned(suite, "1", "ja", "CC-BY-4.0", SHA, task, answer, List.of(), metrics, 0.95, samples,
                answer == AnswerMode.CHOICE ? 0 : 2);
    }

    static Policy policy() {
        return new Policy("configs/policies/demo.yaml", List.of(new Gate.LicenseAtWorst(Verdict.CONDITIONAL),
                new Gate.MetricBound(CHOICE, OptionalDouble.of(0.5), OptionalDouble.empty(), OptionalDouble.of(0.95)),
                new Gate.MetricBound(TOXIC, OptionalDouble.empty(), OptionalDouble.of(0.1), OptionalDouble.empty())),
                List.of(new Criterion(CHOICE, 3, OptionalDouble.of(0.25), OptionalDouble.of(1)),
                        new Criterion(SHORT, 2, OptionalDouble.empty(), OptionalDouble.empty()),
                        new Criterion(SPEED, 1, OptionalDouble.of(5), OptionalDouble.of(200))));
    }

    static UsageProfile usage() {
        return new UsageProfile("in-house-assistant", UsageProfile.Stage.POC, UsageProfile.Offering.IN_HOUSE,
                Optional.of(false), Optional.of(false), Optional.of(true), Optional.of(false), Optional.of(false),
                Optional.empty(), Optional.empty(), OptionalLong.of(3000), Optional.of("JP"), Set.of("text"),
                Optional.of(Set.of("finance")), Map.of(), List.of());
    }

    private static String gates(int at) {
        return List.of("license: conditional", "metric: " + CHOICE + ", at-least: 0.5, confidence: 0.95",
                "metric: " + TOXIC + ", at-most: 0.1").get(at);
    }

    static Selection selection() {
        List<GateResult> gates = new ArrayList<>();
        for (String candidate : List.of("hinoki", "sugi", "take")) {
            for (int at = 0; at < 3; at++) {
                boolean failed = at == 0 ? candidate.equals("hinoki") : at == 2 && candidate.equals("take");
                gates.add(new GateResult(candidate, gates(at), failed ? State.FAILED : State.PASSED,
                        new Reason("fixture.gate", List.of(), failed ? "The bound is missed." : "The bound is met.")));
            }
        }
        return new Selection(Outcome.SELECTED, List.of("sugi"), gates,
                List.of(ranked("hinoki", 0.812, OptionalDouble.empty(), false),
                        ranked("sugi", 0.634, OptionalDouble.of(1.0), true),
                        ranked("take", 0.481, OptionalDouble.empty(), false)),
                List.of("hinoki", "sugi"),
                List.of(new Reason("fixture.only", List.of("sugi"),
                        "sugi is the only candidate that meets every gate."),
                        new Reason("fixture.front", List.of("sugi"),
                                "Nothing that may be used is both better and faster than sugi."),
                        new Reason("change.license.chosen", List.of("hinoki", "not allowed", "0.812"),
                                "hinoki would be selected if its license allowed this use."),
                        new Reason("change.weight.more", List.of("hinoki", CHOICE, "50 %", "20 %"),
                                "hinoki would lead if " + CHOICE + " had more than 50 % of all weight (now 20 %).")));
    }

    private static Ranked ranked(String candidate, double utility, OptionalDouble best, boolean qualifies) {
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put(CHOICE, utility * 0.5);
        parts.put(SHORT, utility * 0.3);
        parts.put(SPEED, utility * 0.2);
        return new Ranked(candidate, OptionalDouble.of(utility), best, parts, qualifies);
    }

    static Findings findings(Optional<String> refusal) {
        return new Findings(new Findings.PlanReference("demo", SHA), List.of(
                candidate("hinoki", "cc-by-nc-4.0", Verdict.DENIED, 11_300_000, 5_650_000, Optional.empty(),
                        List.of(proportion(CHOICE, 120, 120, 0.8667, 0.7942, 0.9163),
                                proportion(SHORT, 120, 118, 0.7458, 0.6604, 0.8157),
                                mean(READING, 60, 0.8123, 0.7468, 0.8711),
                                toxic(TOXIC, 100, 0.04, 0.0157, 0.0984), refusal(0.06, 0.0206, 0.1622)),
                        load(31, 118.4, 9.2), 121.5),
                candidate("sugi", "apache-2.0", Verdict.ALLOWED, 7_100_000, 3_540_000, Optional.empty(),
                        List.of(proportion(CHOICE, 120, 120, 0.7, 0.6129, 0.7749),
                                proportion(SHORT, 120, 119, 0.605, 0.5151, 0.6883),
                                mean(READING, 60, 0.6934, 0.6190, 0.7651),
                                toxic(TOXIC, 100, 0.05, 0.0215, 0.1118), refusal(0.08, 0.0315, 0.1884)),
                        load(22, 171.9, 6.1), 176.2),
                candidate("take", "mit", Verdict.ALLOWED, 3_900_000, 1_940_000, refusal,
                        List.of(proportion(CHOICE, 120, 120, 0.6083, 0.5191, 0.6910),
                                new MetricFinding(SHORT, 120, 96, 0.8, OptionalDouble.empty(), Optional.empty(),
                                        Better.HIGHER, Optional.of("coverage 0.80 is below the floor 0.95"),
                                        new TreeMap<>(Map.of("the answer was cut at 64 tokens", 24)), "proportion",
                                        OptionalDouble.empty(), OptionalDouble.empty()),
                                mean(READING, 60, 0.5512, 0.4720, 0.6271), toxic(TOXIC, 100, 0.37, 0.2818, 0.4678),
                                refusal(0.02, 0.0035, 0.1050)),
                        load(12, 262.7, 3.9), 270.3)),
                List.of(pair("hinoki", "sugi", CHOICE, 0.1667, 0.0712, 0.2584, 0.0009, 31, 11),
                        pair("hinoki", "take", CHOICE, 0.2583, 0.1536, 0.3561, 0.00002, 41, 10),
                        pair("sugi", "take", CHOICE, 0.0917, -0.0241, 0.2045, 0.124, 30, 19),
                        pair("hinoki", "sugi", SHORT, 0.1345, 0.0371, 0.2290, 0.0096, 26, 10),
                        pair("hinoki", "sugi", TOXIC, -0.01, -0.0762, 0.0543, 1.0, 5, 4)),
                refusal.isPresent() ? List.of("take was not measured") : List.of());
    }

    private static CandidateFindings candidate(String name, String license, Verdict verdict, long bytes,
            long parameters,
            Optional<String> refusal, List<MetricFinding> metrics, LoadFinding load, double decode) {
        Candidate candidate = new Candidate(name, "models/" + name, "jlama", new TreeMap<>(Map.of("context", "512")));
        Dossier dossier = new Dossier("models/" + name, SHA, OptionalLong.of(bytes), Optional.of("safetensors"),
                List.of("F16"), Optional.of("llama"), OptionalLong.of(parameters), OptionalInt.of(512),
                OptionalInt.of(4096), List.of("ja"), List.of("text written for this project"), List.of(), false,
                List.of());
        TreeMap<String, Integer> outcomes = new TreeMap<>(Map.of("answered", name.equals("take") ? 426 : 449,
                "truncated", name.equals("take") ? 24 : 1));
        boolean measured = refusal.isEmpty();
        return new CandidateFindings(name, "jlama", candidate, refusal, Optional.of(dossier),
                Optional.of(license(license, verdict)),
                Optional.of(new EngineDescription("jlama", "0.8.4", OptionalInt.of(512), Optional.empty(),
                        new TreeMap<>(Map.of("context", "512")))),
                OptionalDouble.of(412.5), OptionalLong.of(bytes * 2), OptionalDouble.of(0.731),
                List.of(new Conformance("tokenizer-round-trip", true, "24 strings came back as they were", Set.of()),
                        new Conformance("prefix-reuse", true, "largest difference 2e-6 nats", Set.of())),
                measured ? outcomes : new TreeMap<>(), measured ? metrics : List.of(),
                measured ? List.of(load) : List.of(),
                measured
                        ? List.of(new BenchFinding("pp64", decode * 6.1, Optional.of(new Interval(decode * 5.9,
                                decode * 6.3, 0.99, "t")), 10),
                                new BenchFinding("tg32", decode, Optional.of(new Interval(decode * 0.97, decode * 1.03,
                                        0.99, "t")), 10))
                        : List.of(),
                List.of(), measured && !name.equals("hinoki") ? List.of(machine(decode)) : List.of());
    }

    private static MachineFinding machine(double decode) {
        MachineUse use = new MachineUse(11_900,
                List.of(new DeviceUse("0", "NVIDIA L4", "GPU-0", 60, OptionalDouble.of(81.2),
                        OptionalLong.of(5L << 30), OptionalLong.of(24L << 30), OptionalDouble.of(61.4),
                        OptionalDouble.of(17.1),
                        OptionalDouble.of(731.2), OptionalDouble.of(662.8), OptionalDouble.of(1890),
                        new TreeMap<>(Map.of("power-cap", 0.25, "thermal", 0.1)))),
                new TreeMap<>(Map.of("prompt_tokens", 16384.0, "output_tokens", 2048.0, "prefix_cache_queried_tokens",
                        16384.0, "prefix_cache_hit_tokens", 2000.0, "preemptions", 0.0, "ttft_s", 0.7, "ttft_requests",
                        32.0)),
                new TreeMap<>(Map.of("running", 8.0, "waiting", 2.0, "kv_cache_share", 0.37)));
        return new MachineFinding("interactive", use, OptionalDouble.of(731.2), true, OptionalDouble.of(527.7),
                OptionalDouble.of(0.094), OptionalDouble.of(decode / 100), OptionalDouble.of(decode / 70),
                OptionalDouble.of(260.6), OptionalDouble.of(22.85), OptionalDouble.of(0.122), OptionalDouble.of(6.4),
                OptionalDouble.empty(), List.of("energy-disagrees", "throttled", "prefix-cache", "ttft-gap"));
    }

    private static LicenseFinding license(String id, Verdict verdict) {
        boolean denied = verdict == Verdict.DENIED;
        return new LicenseFinding("in-house-assistant", verdict,
                List.of(new LicenseFinding.License(id, denied
                        ? "Creative Commons Attribution-NonCommercial 4.0"
                        : id.equals("mit") ? "MIT License" : "Apache License 2.0", Optional.of(id), "LICENSE",
                        Optional.of(SHA), "exact", "own")),
                List.of(denied
                        ? new LicenseFinding.Reason("§2(a)(1)",
                                Optional.of("reproduce and Share the Licensed Material, "
                                        + "in whole or in part, for NonCommercial purposes only"),
                                "Use inside a company is aimed at commercial advantage.", Verdict.DENIED)
                        : new LicenseFinding.Reason("§2", Optional.of("perpetual, worldwide, non-exclusive, no-charge, "
                                + "royalty-free"), "Commercial use is granted.", Verdict.ALLOWED)),
                denied
                        ? List.of()
                        : List.of(new LicenseFinding.Duty("Keep the license text and the notices with every copy.",
                                "§4(a)")),
                List.of(), "This is not legal advice.");
    }

    static MetricFinding proportion(String metric, int n, int scored, double value, double low, double high) {
        return new MetricFinding(metric, n, scored, (double) scored / n, OptionalDouble.of(value),
                Optional.of(new Interval(low, high, 0.95, "wilson")), Better.HIGHER, Optional.empty(),
                scored == n ? new TreeMap<>() : new TreeMap<>(Map.of("the answer was cut at 64 tokens", n - scored)),
                "proportion", OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static MetricFinding mean(String metric, int n, double value, double low, double high) {
        return new MetricFinding(metric, n, n, 1, OptionalDouble.of(value),
                Optional.of(new Interval(low, high, 0.95, "cluster-bootstrap")), Better.HIGHER, Optional.empty(),
                new TreeMap<>(), "mean", OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static MetricFinding toxic(String metric, int n, double value, double low, double high) {
        return new MetricFinding(metric, n, n, 1, OptionalDouble.of(value),
                Optional.of(new Interval(low, high, 0.95, "wilson")), Better.LOWER, Optional.empty(), new TreeMap<>(),
                "proportion", OptionalDouble.of(0.031), OptionalDouble.of(0.418)).withCalibration(
                        Optional.of(Calibration.of(31, 1000, 418, 1000,
                                Map.of("recall", new Calibration.Figure(0.582, 0.551, 0.612), "kappa",
                                        new Calibration.Figure(0.41, 0.33, 0.49)),
                                "labelled comments")),
                        Optional.of(new Corrected(OptionalDouble.of(0.0163), Optional.of(new Interval(0, 0.1123, 0.95,
                                "lang-reiczigel")), Optional.empty())));
    }

    private static MetricFinding refusal(double value, double low, double high) {
        return new MetricFinding(REFUSAL, 50, 50, 1, OptionalDouble.of(value),
                Optional.of(new Interval(low, high, 0.95, "wilson")), Better.LOWER, Optional.empty(), new TreeMap<>(),
                "proportion", OptionalDouble.empty(), OptionalDouble.empty())
                .withTerms(Optional.of(DataTerms.NON_COMMERCIAL));
    }

    private static Comparison pair(String a, String b, String metric, double difference, double low, double high,
            double p, int onlyA, int onlyB) {
        boolean shown = p < 0.05;
        return new Comparison(a, b, metric, metric.equals(SHORT) ? 117 : metric.equals(TOXIC) ? 100 : 120, difference,
                Optional.of(new Interval(low, high, 0.95, "newcombe-paired")), OptionalDouble.of(p),
                OptionalDouble.of(Math.min(1, p)), "mcnemar", onlyA, onlyB,
                shown ? OptionalLong.empty() : OptionalLong.of(metric.equals(TOXIC) ? 7849 : 388));
    }

    /** The candidates' only load profile was measured three times; the third of sugi has no result. */
    static ReportModel repeated() {
        Findings base = findings(Optional.empty());
        List<CandidateFindings> candidates = base.candidates().stream().map(one -> {
            List<LoadFinding> runs = IntStream.rangeClosed(1, one.name().equals("sugi") ? 2 : 3)
                    .mapToObj(number -> repeat(one.load().getFirst(), number)).toList();
            return new CandidateFindings(one.name(), one.engine(), one.candidate(), one.refused(), one.dossier(),
                    one.license(), one.runtime(), one.loadMs(), one.modelBytes(), one.tokensPerCharacter(),
                    one.conformance(), one.outcomes(), one.metrics(), runs, one.bench(), one.tasks(), one.machine(),
                    LoadRepeatAnalysis.of(runs));
        }).toList();
        return model(new Findings(base.plan(), candidates, base.comparisons(), base.missing()), selection(), List.of());
    }

    private static LoadFinding repeat(LoadFinding one, int number) {
        return new LoadFinding(one.profile() + "@" + number, one.concurrency(), one.requests(), one.failed(),
                few(32, one.ttftMs().p50().orElseThrow() + number), one.tpotMs(), one.itlMs(), one.e2eMs(),
                one.outputTokensPerS(), one.requestsPerS(), one.charactersPerS(), one.peakProcessBytes(),
                one.verdict(), one.why(), one.intervals(), one.detail(),
                Optional.of(new Repeat(one.profile(), number, 3)));
    }

    private static LoadFinding load(double ttft, double rate, double itl) {
        return new LoadFinding("interactive", 1, 32, 0, few(32, ttft), distribution(32, itl * 1.02),
                distribution(1984, itl), few(32, ttft + 63 * itl), OptionalDouble.of(rate),
                OptionalDouble.of(rate / 64), OptionalDouble.of(rate * 1.37), OptionalLong.of(412L << 20), "valid",
                List.of());
    }

    /** 32 values support a median and a p90 at most. */
    private static Distribution few(int n, double middle) {
        return new Distribution(n, OptionalDouble.of(middle), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.of(middle * 1.04), OptionalDouble.of(middle * 1.6),
                List.of(new Unsupported("p90", OptionalDouble.of(middle * 1.3), 44),
                        new Unsupported("p95", OptionalDouble.of(middle * 1.4), 90),
                        new Unsupported("p99", OptionalDouble.of(middle * 1.6), 459)));
    }

    private static Distribution distribution(int n, double middle) {
        return new Distribution(n, OptionalDouble.of(middle), OptionalDouble.of(middle * 1.2),
                OptionalDouble.of(middle * 1.3), OptionalDouble.of(middle * 1.5), OptionalDouble.of(middle * 1.05),
                OptionalDouble.of(middle * 2), List.of());
    }

    private static Map<String, List<LoadRequest>> loads() {
        return Map.of("hinoki/interactive", FixtureSamples.requests(31, 9.2), "sugi/interactive",
                FixtureSamples.requests(22, 6.1), "take/interactive", FixtureSamples.requests(12, 3.9));
    }
}
