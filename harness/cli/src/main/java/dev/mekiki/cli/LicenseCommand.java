package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.plan.UsageReader;
import dev.mekiki.port.CandidateInspector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "license", description = "May we use it? Licenses of models against a usage profile, from the files alone.")
final class LicenseCommand extends BaseCommand {
    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Folders in Hugging Face layout, or hub:owner/name[@revision] in the local Hugging Face cache.")
    private List<String> models = List.of();

    @Option(names = "--profile", paramLabel = "FILE", description = "Usage profile. Default: configs/usage/in-house.yaml.")
    private @Nullable Path profile;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private CatalogueCommand.Format format = CatalogueCommand.Format.TABLE;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        UsageProfile usage = UsageReader
                .read(profile != null ? profile : Home.path().resolve("configs/usage/in-house.yaml"));
        CandidateInspector inspector = Stages.inspector()
                .orElseThrow(() -> new Failure(ExitCode.BUG, "no license reader is installed", ""));
        Map<String, LicenseFinding> findings = new LinkedHashMap<>();
        boolean unreadable = false;
        for (String model : models) {
            Path folder;
            try {
                folder = ModelPath.of(model);
            } catch (InvalidInput invalid) {
                invalid.problems().forEach(problem -> terminal.note("mekiki: " + TextTable.plain(problem.toString())));
                unreadable = true;
                continue;
            }
            if (!Files.isDirectory(folder)) {
                terminal.note("mekiki: " + model + ": no such folder");
                unreadable = true;
                continue;
            }
            findings.put(model, inspector.license(
                    new Candidate(String.valueOf(folder.getFileName()), folder.toString(), "jlama", new TreeMap<>()),
                    usage));
        }
        if (format == CatalogueCommand.Format.JSON) {
            json(terminal, usage, findings);
        } else {
            table(terminal, usage, findings);
        }
        return unreadable ? ExitCode.USAGE : exitCode(findings);
    }

    private static ExitCode exitCode(Map<String, LicenseFinding> findings) {
        ExitCode code = ExitCode.DONE;
        for (LicenseFinding finding : findings.values()) {
            code = switch (finding.verdict()) {
                case ALLOWED, CONDITIONAL -> code;
                case DENIED, ACTION_NEEDED -> ExitCode.FINDING;
                case REVIEW, UNKNOWN -> code == ExitCode.FINDING ? code : ExitCode.UNDECIDED;
            };
        }
        return code;
    }

    private static void table(Terminal terminal, UsageProfile usage, Map<String, LicenseFinding> findings) {
        terminal.out().println("for the usage profile " + usage.name());
        findings.forEach((model, finding) -> {
            terminal.out().println();
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("model", model));
            rows.add(List.of("verdict", finding.verdict().id()));
            for (LicenseFinding.License license : finding.licenses()) {
                rows.add(List.of("license",
                        license.id() + " (" + license.name() + "), " + license.match() + ", in " + license.source()
                                + (license.through().equals("own") ? "" : ", through " + license.through())));
            }
            finding.conflicts().forEach(conflict -> rows.add(List.of("conflict", conflict)));
            for (LicenseFinding.Reason reason : finding.reasons()) {
                rows.add(List.of("because", reason.clause() + ": " + reason.because() + " → " + reason.effect().id()
                        + reason.quote().map(quote -> " “" + quote + "”").orElse("")));
            }
            finding.duties().forEach(duty -> rows.add(List.of("duty", duty.clause() + ": " + duty.what())));
            new TextTable(List.of(), rows).lines(terminal.width()).stream().map(TextTable::plain)
                    .forEach(terminal.out()::println);
        });
        findings.values().stream().findFirst().ifPresent(finding -> {
            terminal.out().println();
            TextTable.wrap(finding.disclaimer(), terminal.width()).forEach(terminal.out()::println);
        });
        if (findings.values().stream().anyMatch(finding -> finding.verdict() == Verdict.UNKNOWN)) {
            terminal.hint("unknown means that no license statement was found or understood; no gate passes it");
        }
    }

    private static void json(Terminal terminal, UsageProfile usage, Map<String, LicenseFinding> findings) {
        ObjectNode node = JsonOutput.object().put("format", "mekiki.license/1").put("profile", usage.name());
        ArrayNode models = node.putArray("models");
        findings.forEach((model, finding) -> {
            ObjectNode one = models.addObject().put("model", model).put("verdict", finding.verdict().id());
            ArrayNode licenses = one.putArray("licenses");
            for (LicenseFinding.License license : finding.licenses()) {
                ObjectNode each = licenses.addObject().put("id", license.id()).put("name", license.name());
                license.spdx().ifPresent(spdx -> each.put("spdx", spdx));
                each.put("source", license.source());
                license.sha256().ifPresent(hash -> each.put("sha256", hash));
                each.put("match", license.match()).put("through", license.through());
            }
            ArrayNode reasons = one.putArray("reasons");
            for (LicenseFinding.Reason reason : finding.reasons()) {
                ObjectNode each = reasons.addObject().put("clause", reason.clause());
                reason.quote().ifPresent(quote -> each.put("quote", quote));
                each.put("because", reason.because()).put("effect", reason.effect().id());
            }
            ArrayNode duties = one.putArray("duties");
            finding.duties().forEach(duty -> duties.addObject().put("what", duty.what()).put("clause", duty.clause()));
            ArrayNode conflicts = one.putArray("conflicts");
            finding.conflicts().forEach(conflicts::add);
            one.put("disclaimer", finding.disclaimer());
        });
        terminal.out().println(JsonOutput.pretty(node));
    }
}
