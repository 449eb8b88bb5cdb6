package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.domain.UpgradePolicy.Place;
import dev.mekiki.domain.UpgradePolicy.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a policy's gates for an upgrade; {@code criteria} are for the choice among several and are not looked at. */
public final class UpgradePolicyReader {
    private static final double USUAL_CONFIDENCE = 0.95;
    private static final double USUAL_DISCORDANCE = 0.10;
    /** Keys that mean something beside a baseline only. */
    static final List<String> AGAINST_BASELINE = List.of("non-inferior-by", "flips-at-most", "ratio-at-most",
            "ratio-at-least", "primary", "discordance");

    private static final List<String> CONDITIONS = List.of("non-inferior-by", "flips-at-most", "ratio-at-most",
            "ratio-at-least", "at-least", "at-most");

    private final Set<String> seen = new HashSet<>();

    private UpgradePolicyReader() {}

    /** @throws InvalidInput with every problem of the file */
    public static UpgradePolicy read(Path file) throws InvalidInput {
        YamlNode root = YamlFile.read(file);
        Problems problems = new Problems(file.toString());
        List<Rule> rules = new ArrayList<>();
        Section.of(file.toString(), root, problems).ifPresent(policy -> {
            policy.format("policy");
            policy.value("criteria");
            List<Section> sections = policy.sections("gates");
            UpgradePolicyReader reader = new UpgradePolicyReader();
            for (int i = 0; i < sections.size(); i++) {
                reader.rule(sections.get(i), i).ifPresent(rules::add);
                sections.get(i).finish();
            }
            policy.finish();
            if (sections.isEmpty() && problems.none()) {
                problems.add(Problem.in(file.toString(), "has no gates: nothing could fail"));
            }
        });
        problems.refuseIfAny();
        return new UpgradePolicy(file.toString(), rules);
    }

    private Optional<Rule> rule(Section gate, int index) {
        if (gate.has("license")) {
            Place place = new Place("gates[" + index + "]", gate.line("license"));
            return license(gate, place);
        }
        if (!gate.has("metric")) {
            gate.problem("metric", "a gate names a license or a metric");
            return Optional.empty();
        }
        String metric = gate.requiredText("metric", "a metric's name");
        List<String> given = CONDITIONS.stream().filter(gate::has).toList();
        if (given.size() != 1) {
            gate.problem("metric", "exactly one of " + String.join(", ", CONDITIONS) + " is expected"
                    + (given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
            Stream.of("confidence", "primary", "discordance").forEach(gate::has);
            return Optional.empty();
        }
        String condition = given.getFirst();
        if (!seen.add(metric + " " + condition)) {
            gate.problem(condition, "“" + metric + "” has a gate with " + condition + " already");
        }
        return metric(gate, new Place("gates[" + index + "]", gate.line("metric")), metric, condition);
    }

    private Optional<Rule> license(Section gate, Place place) {
        Map<String, Optional<Verdict>> words = Map.of("allowed", Optional.of(Verdict.ALLOWED), "conditional",
                Optional.of(Verdict.CONDITIONAL), "not-worse", Optional.empty());
        return gate.oneOf("license", words).map(worst -> worst
                .<Rule>map(verdict -> new Rule.Alone(place, new Gate.LicenseAtWorst(verdict)))
                .orElseGet(() -> new Rule.LicenseNotWorse(place)));
    }

    private Optional<Rule> metric(Section gate, Place place, String metric, String condition) {
        OptionalDouble confidence = condition.equals("flips-at-most")
                ? OptionalDouble.empty()
                : gate.number("confidence", 0.5, 0.9999);
        return switch (condition) {
            case "non-inferior-by" -> nonInferior(gate, place, metric, confidence);
            case "flips-at-most" -> {
                OptionalInt most = gate.integer(condition, 0, 1_000_000);
                yield most.isPresent() ? Optional.of(new Rule.Flips(place, metric, most.getAsInt())) : Optional.empty();
            }
            case "ratio-at-most" -> above0(gate, condition).map(limit -> new Rule.Ratio(place, metric,
                    OptionalDouble.of(limit), OptionalDouble.empty(), confidence));
            case "ratio-at-least" -> above0(gate, condition).map(limit -> new Rule.Ratio(place, metric,
                    OptionalDouble.empty(), OptionalDouble.of(limit), confidence));
            default -> {
                OptionalDouble limit = gate.number(condition, -Double.MAX_VALUE, Double.MAX_VALUE);
                boolean least = condition.equals("at-least");
                yield limit.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Rule.Alone(place, new Gate.MetricBound(metric,
                                least ? limit : OptionalDouble.empty(), least ? OptionalDouble.empty() : limit,
                                confidence)));
            }
        };
    }

    private static Optional<Rule> nonInferior(Section gate, Place place, String metric, OptionalDouble confidence) {
        Optional<Double> margin = above0(gate, "non-inferior-by");
        boolean primary = gate.flag("primary").orElse(false);
        OptionalDouble discordance = gate.number("discordance", 0.001, 1);
        if (confidence.isPresent() && confidence.getAsDouble() <= 0.5) {
            gate.problem("confidence", "a level above 0.5 is expected; 0.95 is usual");
        }
        return margin.map(loss -> new Rule.NonInferior(place, metric, loss, confidence.orElse(USUAL_CONFIDENCE),
                primary, discordance.orElse(USUAL_DISCORDANCE)));
    }

    private static Optional<Double> above0(Section gate, String key) {
        OptionalDouble value = gate.number(key, 0, 1e12);
        if (value.isPresent() && value.getAsDouble() == 0) {
            gate.problem(key, "a number above 0 is expected");
            return Optional.empty();
        }
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
