package dev.mekiki.cli;

import dev.mekiki.analysis.ComparedRun;
import dev.mekiki.analysis.MarginCheck;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.domain.UpgradePolicy.Rule;
import dev.mekiki.plan.UpgradePolicyReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mekiki gate --check-policy}: margins that the samples cannot certify are refused before anything is measured. */
final class PolicyCheck {
    private final Texts texts;

    PolicyCheck(Texts texts) {
        this.texts = texts;
    }

    /**
     * @param json whether to print JSON, {@code mekiki.gate-check/1}
     * @throws InvalidInput with every problem, margins that cannot be certified included
     */
    void run(Path policyFile, Path baseline, @Nullable String name, boolean json, Terminal terminal)
            throws Exception {
        GateSides sides = new GateSides();
        Optional<UpgradePolicy> policy = sides.part(policyFile, () -> UpgradePolicyReader.read(policyFile));
        Optional<ComparisonSide> side = sides.samples(baseline);
        Optional<String> candidate = side.flatMap(one -> sides.one(one, name, Optional.empty(), "--baseline-name"));
        if (policy.isEmpty() || side.isEmpty() || candidate.isEmpty()) {
            throw new InvalidInput(sides.problems());
        }
        ComparedRun run = side.get().run().orElseThrow();
        CandidateFindings findings = run.findings(candidate.get());
        List<Problem> problems = new ArrayList<>(GateInput.problems(policy.get(), findings, findings));
        List<MarginCheck> checks = checks(policy.get(), run, candidate.get());
        if (json) {
            terminal.out().println(JsonOutput.pretty(tree(checks)));
        } else {
            table(checks, terminal);
        }
        checks.stream().filter(check -> !check.certifiable()).map(check -> problem(policy.get(), check))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            terminal.out().flush();
            throw new InvalidInput(problems);
        }
    }

    static List<MarginCheck> checks(UpgradePolicy policy, ComparedRun run, String candidate) {
        return policy.rules().stream()
                .flatMap(rule -> rule instanceof Rule.NonInferior asked
                        ? MarginCheck.of(run, candidate, policy, asked).stream()
                        : Stream.empty())
                .toList();
    }

    static Problem problem(UpgradePolicy policy, MarginCheck check) {
        return Problem.at(policy.source(), check.rule().place().line(),
                check.rule().place().key() + ".non-inferior-by",
                String.format(Locale.ROOT,
                        "%s cannot be certified with %d samples: %d are needed where %.0f %% of them differ",
                        number(check.rule().margin()), check.samples(), check.needed(),
                        100 * check.rule().discordance()))
                .withHint(String.format(Locale.ROOT,
                        "these samples certify a margin of %.3f; take more samples, a wider margin, or state a smaller discordance if earlier upgrades showed it",
                        check.smallest()));
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private void table(List<MarginCheck> checks, Terminal terminal) {
        List<List<String>> rows = checks.stream().map(check -> List.of(
                texts.get(check.certifiable() ? "gate.check.yes" : "gate.check.no"), number(check.rule().margin()),
                String.format(Locale.ROOT, "%.3f", check.smallest()), Integer.toString(check.samples()),
                Long.toString(check.needed()), check.rule().name())).toList();
        new TextTable(List.of("", texts.get("gate.check.margin"), texts.get("gate.check.smallest"),
                texts.get("gate.check.samples"), texts.get("gate.check.needed"), texts.get("compare.metric")), rows)
                .lines(terminal.width()).forEach(terminal.out()::println);
    }

    private static ObjectNode tree(List<MarginCheck> checks) {
        ObjectNode root = JsonOutput.object().put("format", "mekiki.gate-check/1");
        ArrayNode nodes = root.putArray("margins");
        checks.forEach(check -> nodes.addObject().put("metric", check.rule().name())
                .put("key", check.rule().place().key()).put("line", check.rule().place().line())
                .put("margin", check.rule().margin()).put("discordance", check.rule().discordance())
                .put("samples", check.samples()).put("needed", check.needed()).put("smallest", check.smallest())
                .put("certifiable", check.certifiable()));
        return root;
    }
}
