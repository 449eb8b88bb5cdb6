package dev.mekiki.reports;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UpgradePolicy.Rule;
import dev.mekiki.domain.UpgradeVerdict;
import dev.mekiki.domain.UpgradeVerdict.RuleResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a gate finds about licenses and configuration, as SARIF 2.1.0: code scanning shows it at the policy's line or the file that states a
 * license. Scores are no matter of files; they are in the JUnit XML.
 */
public final class UpgradeSarif {
    private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** Something set or found differently: {@code what}, and how it was and is. */
    public record Change(String what, String before, String after) {}

    /**
     * @param policy the policy's file; {@code plan} the candidate's {@code plan.json}
     * @param before the baseline's license, {@code after} the candidate's; empty where not judged
     * @param changes of the configuration
     */
    public record Subject(String policy, String plan, String model, List<LicenseFinding> before,
            List<LicenseFinding> after, List<Change> changes) {
        public Subject {
            before = List.copyOf(before);
            after = List.copyOf(after);
            changes = List.copyOf(changes);
        }
    }

    /** What a rule of SARIF is about. */
    private enum Kind {
        LICENSE_RULE("gate-license", "A license rule of the gate does not hold"), NEW_LICENSE("gate-new-license",
                "The candidate states a license that the baseline did not"), CONFIGURATION("gate-configuration",
                        "Something was set or found differently");

        private final String id;
        private final String description;

        Kind(String id, String description) {
            this.id = id;
            this.description = description;
        }
    }

    private final Map<Kind, Integer> indexes = new LinkedHashMap<>();
    private final ObjectNode root = JsonMapper.shared().createObjectNode();
    private final ArrayNode rules;
    private final ArrayNode results;
    private final Locale language;

    private UpgradeSarif(String version, Locale language) {
        this.language = language;
        root.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Mekiki").put("version", version);
        rules = driver.putArray("rules");
        run.put("language", language.toLanguageTag()).put("columnKind", "utf16CodeUnits");
        results = run.putArray("results");
    }

    public static ObjectNode of(UpgradeVerdict verdict, Subject subject, String version, Locale language) {
        UpgradeSarif sarif = new UpgradeSarif(version, language);
        verdict.rules().stream().filter(rule -> rule.state() != State.PASSED && license(rule.rule()))
                .forEach(rule -> sarif.rule(rule, subject));
        sarif.licenses(subject);
        subject.changes().forEach(change -> sarif.result(Kind.CONFIGURATION, "note", change.what() + ": "
                + change.before() + " → " + change.after(), subject.plan(), 1, change.what()));
        return sarif.root;
    }

    private static boolean license(Rule rule) {
        return rule instanceof Rule.LicenseNotWorse
                || rule instanceof Rule.Alone(var _, Gate.LicenseAtWorst _);
    }

    private void rule(RuleResult rule, Subject subject) {
        result(Kind.LICENSE_RULE, rule.state() == State.FAILED ? "error" : "warning",
                subject.model() + ": " + ReasonText.in(language, rule.reason()), subject.policy(),
                rule.rule().place().line(), rule.text());
    }

    private void licenses(Subject subject) {
        List<String> known = subject.before().stream().flatMap(finding -> finding.licenses().stream())
                .map(LicenseFinding.License::id).toList();
        if (subject.before().isEmpty()) {
            return;
        }
        subject.after().stream().flatMap(finding -> finding.licenses().stream())
                .filter(license -> !known.contains(license.id()))
                .forEach(license -> result(Kind.NEW_LICENSE, "warning",
                        subject.model() + ": " + license.name() + " (" + license.id() + "), " + license.source(),
                        subject.plan(), 1, license.id()));
    }

    private void result(Kind kind, String level, String message, String file, int line, String fingerprint) {
        ObjectNode result = results.addObject().put("ruleId", kind.id)
                .put("ruleIndex", indexes.computeIfAbsent(kind, this::declare)).put("level", level);
        result.putObject("message").put("text", Visible.of(message));
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", uri(file));
        place.putObject("region").put("startLine", Math.max(1, line));
        result.putObject("partialFingerprints").put("mekiki/v1", kind.id + " " + Visible.of(fingerprint));
    }

    private int declare(Kind kind) {
        ObjectNode rule = rules.addObject().put("id", kind.id);
        rule.putObject("shortDescription").put("text", kind.description);
        rule.putObject("properties").putArray("tags").add("gate");
        return indexes.size();
    }

    private static String uri(String file) {
        String path = file.replace('\\', '/');
        try {
            boolean absolute = path.startsWith("/");
            String raw = new URI(absolute ? "file" : null, absolute ? "" : null, absolute ? path : "/" + path, null)
                    .toASCIIString();
            return absolute ? raw : raw.substring(1).replace(":", "%3A");
        } catch (URISyntaxException e) {
            return "policy";
        }
    }
}
