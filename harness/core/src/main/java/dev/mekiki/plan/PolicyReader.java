package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads a policy: gates, criteria and weights. */
public final class PolicyReader {
    /** Gates on a license can only ask for what lets a model be used. */
    private static final Map<String, Verdict> WORST = Map.of("allowed", Verdict.ALLOWED, "conditional",
            Verdict.CONDITIONAL);

    private PolicyReader() {}

    /** @throws InvalidInput with every problem of the file */
    public static Policy read(Path file) throws InvalidInput {
        return parse(file).policy();
    }

    /** A policy and where it names metrics, so that a plan can check them. */
    record Parsed(Policy policy, List<Use> uses) {
        /** A metric, and the line and key that name it. */
        record Use(String metric, int line, String key) {}
    }

    static Parsed parse(Path file) throws InvalidInput {
        YamlNode root = YamlFile.read(file);
        Problems problems = new Problems(file.toString());
        List<Gate> gates = new ArrayList<>();
        Map<String, Criterion> criteria = new LinkedHashMap<>();
        List<Parsed.Use> uses = new ArrayList<>();
        Section.of(file.toString(), root, problems).ifPresent(policy -> {
            policy.format("policy");
            List<Section> gateSections = policy.sections("gates");
            for (int i = 0; i < gateSections.size(); i++) {
                use(gateSections.get(i), "gates[" + i + "].metric").ifPresent(uses::add);
                gate(gateSections.get(i)).ifPresent(gates::add);
                gateSections.get(i).finish();
            }
            List<Section> criterionSections = policy.sections("criteria");
            for (int i = 0; i < criterionSections.size(); i++) {
                use(criterionSections.get(i), "criteria[" + i + "].metric").ifPresent(uses::add);
                criterion(criterionSections.get(i), criteria);
                criterionSections.get(i).finish();
            }
            policy.finish();
            if (gates.isEmpty() && criteria.isEmpty() && problems.none()) {
                problems.add(Problem.in(file.toString(), "has neither gates nor criteria"));
            }
        });
        problems.refuseIfAny();
        return new Parsed(new Policy(file.toString(), gates, List.copyOf(criteria.values())), uses);
    }

    private static Optional<Parsed.Use> use(Section section, String key) {
        return section.has("metric")
                ? section.text("metric").map(metric -> new Parsed.Use(metric, section.line("metric"), key))
                : Optional.empty();
    }

    private static Optional<Gate> gate(Section gate) {
        if (gate.has("license")) {
            return gate.oneOf("license", WORST).map(Gate.LicenseAtWorst::new);
        }
        if (!gate.has("metric")) {
            gate.problem("metric", "a gate names a license or a metric");
            return Optional.empty();
        }
        String metric = gate.requiredText("metric", "a metric's name");
        OptionalDouble atLeast = gate.number("at-least", -Double.MAX_VALUE, Double.MAX_VALUE);
        OptionalDouble atMost = gate.number("at-most", -Double.MAX_VALUE, Double.MAX_VALUE);
        OptionalDouble confidence = gate.number("confidence", 0.5, 0.9999);
        List<String> upgrades = UpgradePolicyReader.AGAINST_BASELINE.stream().filter(gate::has).toList();
        if (!upgrades.isEmpty()) {
            upgrades.forEach(key -> gate.problem(key,
                    "is for “mekiki gate” only, which has a baseline to compare with"));
            return Optional.empty();
        }
        if (gate.has("at-least") == gate.has("at-most")) {
            gate.problem("metric", "exactly one of at-least and at-most is expected");
            return Optional.empty();
        }
        return atLeast.isPresent() == atMost.isPresent()
                ? Optional.empty()
                : Optional.of(new Gate.MetricBound(metric, atLeast, atMost, confidence));
    }

    private static void criterion(Section criterion, Map<String, Criterion> criteria) {
        String metric = criterion.requiredText("metric", "a metric's name");
        OptionalDouble weight = criterion.number("weight", 0, 1e9);
        OptionalDouble from = criterion.number("from", -Double.MAX_VALUE, Double.MAX_VALUE);
        OptionalDouble to = criterion.number("to", -Double.MAX_VALUE, Double.MAX_VALUE);
        if (!criterion.has("weight")) {
            criterion.problem("weight", "is missing: how much this metric counts beside the others");
        } else if (weight.isPresent() && weight.getAsDouble() == 0) {
            criterion.problem("weight", "0 counts for nothing; leave the criterion out");
        }
        if (criterion.has("from") != criterion.has("to")) {
            criterion.problem(criterion.has("from") ? "from" : "to", "from and to are given together");
        } else if (from.isPresent() && to.isPresent() && from.getAsDouble() == to.getAsDouble()) {
            criterion.problem("to", "from and to are equal; the worst and the best value that matter are expected");
        }
        if (criteria.putIfAbsent(metric, new Criterion(metric, weight.orElse(1), from, to)) != null) {
            criterion.problem("metric", "“" + metric + "” is a criterion already");
        }
    }
}
