package dev.mekiki.analysis;

import dev.mekiki.domain.Calibration;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.CostFindings;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.JudgeFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.Findings.TaskFinding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes findings.json ({@code mekiki.findings/1}, docs/schemas/findings.schema.json). What is not known is absent, never 0. */
public final class FindingsJson {
    /** Value of the key {@code format}. */
    public static final String FORMAT = "mekiki.findings/1";

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private FindingsJson() {}

    /** The whole file, indented, ending in a newline. */
    public static String write(Findings findings) {
        return write(findings, Optional.empty());
    }

    /** @param costs what running the candidates costs, where somebody has said what a machine costs */
    public static String write(Findings findings, Optional<CostFindings> costs) {
        ObjectNode tree = tree(findings);
        costs.ifPresent(found -> tree.set("costs", CostJson.tree(found)));
        return MAPPER.writeValueAsString(tree) + "\n";
    }

    public static ObjectNode tree(Findings findings) {
        ObjectNode root = object();
        root.put("format", FORMAT);
        root.putObject("plan").put("name", findings.plan().name()).put("hash", findings.plan().hash());
        ArrayNode candidates = root.putArray("candidates");
        findings.candidates().forEach(candidate -> candidates.add(candidate(candidate)));
        ArrayNode comparisons = root.putArray("comparisons");
        findings.comparisons().forEach(comparison -> comparisons.add(comparison(comparison)));
        strings(root.putArray("missing"), findings.missing());
        findings.judge().ifPresent(judge -> root.set("judge", judge(judge)));
        if (!findings.notCompared().isEmpty()) {
            ArrayNode apart = root.putArray("not_compared");
            findings.notCompared().forEach(each -> apart.addObject().put("a", each.a()).put("b", each.b())
                    .put("metric", each.metric()).put("why", each.why()));
        }
        return root;
    }

    private static ObjectNode judge(JudgeFinding found) {
        ObjectNode node = identity(found.judge());
        found.refused().ifPresent(reason -> node.put("refused", reason));
        found.dossier().ifPresent(dossier -> node.set("dossier", CandidateFactsJson.dossier(dossier)));
        found.runtime().ifPresent(runtime -> node.set("runtime", CandidateFactsJson.runtime(runtime)));
        ArrayNode conformance = node.putArray("conformance");
        found.conformance().forEach(check -> conformance.add(conformance(check)));
        return node;
    }

    private static ObjectNode identity(Candidate candidate) {
        ObjectNode node = object();
        node.put("name", candidate.name());
        node.put("engine", candidate.engine());
        node.put("model", candidate.model());
        if (!candidate.options().isEmpty()) {
            ObjectNode options = node.putObject("options");
            candidate.options().forEach(options::put);
        }
        return node;
    }

    private static ObjectNode candidate(CandidateFindings found) {
        ObjectNode node = identity(found.candidate());
        found.refused().ifPresent(reason -> node.put("refused", reason));
        found.dossier().ifPresent(dossier -> node.set("dossier", CandidateFactsJson.dossier(dossier)));
        found.license().ifPresent(license -> node.set("license", CandidateFactsJson.license(license)));
        found.runtime().ifPresent(runtime -> node.set("runtime", CandidateFactsJson.runtime(runtime)));
        number(node, "load_ms", found.loadMs());
        found.modelBytes().ifPresent(bytes -> node.put("model_bytes", bytes));
        number(node, "tokens_per_character", found.tokensPerCharacter());
        ArrayNode conformance = node.putArray("conformance");
        found.conformance().forEach(check -> conformance.add(conformance(check)));
        counts(node, "outcomes", found.outcomes());
        ArrayNode metrics = node.putArray("metrics");
        found.metrics().forEach(metric -> metrics.add(metric(metric)));
        ArrayNode load = node.putArray("load");
        found.load().forEach(each -> load.add(LoadJson.tree(each)));
        if (!found.repeats().isEmpty()) {
            ArrayNode repeats = node.putArray("load_repeats");
            found.repeats().forEach(each -> repeats.add(LoadJson.tree(each)));
        }
        ArrayNode bench = node.putArray("bench");
        found.bench().forEach(each -> bench.add(bench(each)));
        if (!found.machine().isEmpty()) {
            ArrayNode machine = node.putArray("machine");
            found.machine().forEach(each -> machine.add(MachineUseJson.tree(each)));
        }
        ArrayNode tasks = node.putArray("tasks");
        found.tasks().forEach(each -> tasks.add(task(each)));
        return node;
    }

    private static ObjectNode task(TaskFinding found) {
        ObjectNode node = object();
        node.put("task", found.task());
        found.way().ifPresent(way -> node.put("way", way.id()));
        if (!found.passedOver().isEmpty()) {
            strings(node.putArray("passed_over"), found.passedOver());
        }
        node.put("samples", found.samples());
        node.put("truncated", found.truncated());
        node.put("truncation_rate", found.truncationRate());
        found.thinking().ifPresent(thinking -> {
            ObjectNode part = node.putObject("reasoning").put("samples", thinking.samples())
                    .put("unclosed", thinking.unclosed());
            number(part, "mean_tokens", thinking.meanTokens());
            part.put("mean_characters", thinking.meanCharacters());
        });
        found.forwarded().ifPresent(forwarded -> {
            ObjectNode part = node.putObject("forwarded_tokens").put("samples", forwarded.samples())
                    .put("mean", forwarded.mean());
            number(part, "mean_without_sharing", forwarded.withoutSharing());
        });
        return node;
    }

    private static ObjectNode conformance(Conformance check) {
        ObjectNode node = object();
        node.put("check", check.check());
        node.put("passed", check.passed());
        node.put("detail", check.detail());
        if (!check.blocks().isEmpty()) {
            strings(node.putArray("blocks"),
                    check.blocks().stream().map(mode -> mode.name().toLowerCase(Locale.ROOT)).sorted().toList());
        }
        return node;
    }

    private static ObjectNode metric(MetricFinding found) {
        ObjectNode node = object();
        node.put("metric", found.metric());
        node.put("kind", found.kind());
        node.put("n", found.n());
        node.put("scored", found.scored());
        node.put("coverage", found.coverage());
        number(node, "value", found.value());
        interval(node, found.interval());
        node.put("better", found.better().name().toLowerCase(Locale.ROOT));
        found.withheld().ifPresent(reason -> node.put("withheld", reason));
        counts(node, "unscored", found.unscored());
        if (found.errorFalsePositive().isPresent() || found.errorFalseNegative().isPresent()) {
            ObjectNode error = node.putObject("known_error");
            number(error, "false_positive", found.errorFalsePositive());
            number(error, "false_negative", found.errorFalseNegative());
            found.calibration().ifPresent(known -> calibration(error, known));
        }
        found.corrected().ifPresent(corrected -> {
            ObjectNode estimate = node.putObject("corrected");
            number(estimate, "value", corrected.value());
            interval(estimate, corrected.interval());
            corrected.withheld().ifPresent(reason -> estimate.put("withheld", reason));
        });
        found.terms().ifPresent(terms -> node.put("data_terms", terms.id()));
        found.way().ifPresent(way -> node.put("way", way));
        found.range().ifPresent(range -> node.putObject("range").put("least", range.least()).put("most", range.most()));
        return node;
    }

    private static void calibration(ObjectNode node, Calibration known) {
        node.put("negatives", known.negatives()).put("positives", known.positives());
        known.figures().forEach((name, figure) -> node.putObject(name).put("value", figure.value())
                .put("low", figure.low()).put("high", figure.high()));
        node.put("measured_on", known.measuredOn());
    }

    private static ObjectNode bench(BenchFinding found) {
        ObjectNode node = object();
        node.put("name", found.name());
        node.put("tokens_per_s", found.tokensPerS());
        interval(node, found.interval());
        node.put("samples", found.samples());
        return node;
    }

    private static ObjectNode comparison(Comparison found) {
        ObjectNode node = object();
        node.put("a", found.a());
        node.put("b", found.b());
        node.put("metric", found.metric());
        node.put("n", found.n());
        node.put("difference", found.difference());
        interval(node, found.interval());
        number(node, "p", found.p());
        number(node, "p_adjusted", found.pAdjusted());
        node.put("test", found.test());
        if (found.onlyA() + found.onlyB() > 0) {
            node.put("only_a", found.onlyA());
            node.put("only_b", found.onlyB());
        }
        found.needed().ifPresent(needed -> node.put("needed", needed));
        number(node, "detectable", found.detectable());
        return node;
    }

    static void interval(ObjectNode node, Optional<Interval> interval) {
        interval.ifPresent(found -> node.set("interval", interval(found)));
    }

    static ObjectNode interval(Interval found) {
        return object().put("low", found.low())
                .put("high", found.high())
                .put("level", found.level())
                .put("method", found.method());
    }

    static void number(ObjectNode node, String key, OptionalDouble value) {
        value.ifPresent(found -> node.put(key, found));
    }

    static void strings(ArrayNode node, List<String> values) {
        values.forEach(node::add);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void counts(ObjectNode node, String key, Map<String, Integer> counts) {
        if (!counts.isEmpty()) {
            ObjectNode object = node.putObject(key);
            counts.forEach((name, count) -> object.put(name, count.intValue()));
        }
    }
}
