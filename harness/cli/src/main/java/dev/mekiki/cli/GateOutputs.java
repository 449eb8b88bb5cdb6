package dev.mekiki.cli;

import dev.mekiki.analysis.RunComparison.Difference;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.UpgradeEvidence;
import dev.mekiki.reports.Sheet;
import dev.mekiki.reports.SheetPage;
import dev.mekiki.reports.UpgradeJunit;
import dev.mekiki.reports.UpgradeSarif;
import dev.mekiki.reports.UpgradeSarif.Change;
import dev.mekiki.reports.UpgradeSarif.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A gate's verdict in the formats that people and CI servers read. */
final class GateOutputs {
    /** GitHub refuses a step's summary from 1 MiB on, all of it. */
    static final int MOST_SUMMARY = (1 << 20) - 4096;

    private final GateOutcome outcome;
    private final List<Texts> languages;

    /** @param languages the first one is that of formats with one language */
    GateOutputs(GateOutcome outcome, List<Texts> languages) {
        this.outcome = outcome;
        this.languages = List.copyOf(languages);
    }

    String json() {
        return JsonOutput.pretty(GateJson.tree(outcome));
    }

    String html() throws IOException {
        return SheetPage.html(languages.stream().map(texts -> new GateSheet(texts).of(outcome)).toList());
    }

    String markdown() {
        Sheet sheet = new GateSheet(languages.getFirst()).of(outcome);
        return SheetPage.markdown(sheet, MOST_SUMMARY);
    }

    String junit() {
        UpgradeEvidence evidence = outcome.compared().evidence();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("verdict", outcome.word());
        properties.put("policy", outcome.input().policy().source());
        properties.put("mekiki", MekikiCommand.Version.current());
        properties("baseline", outcome.input().baseline(), evidence.baseline(), properties);
        properties("candidate", outcome.input().candidate(), evidence.candidate(), properties);
        return UpgradeJunit.of(outcome.verdict(), properties, evidence.missing(), language());
    }

    private static void properties(String side, ComparisonSide of, CandidateFindings findings,
            Map<String, String> properties) {
        properties.put(side, findings.name());
        properties.put(side + ".run", of.path().toString());
        properties.put(side + ".plan", of.stated().planHash());
        properties.put(side + ".model", findings.candidate().model());
        findings.dossier().map(Dossier::digest).ifPresent(digest -> properties.put(side + ".weights", digest));
        findings.runtime().ifPresent(runtime -> properties.put(side + ".engine",
                runtime.engine() + " " + runtime.version()));
    }

    String sarif() {
        UpgradeEvidence evidence = outcome.compared().evidence();
        List<Change> changes = outcome.compared().comparison().differences().stream()
                .map(GateOutputs::change).toList();
        return JsonOutput.pretty(UpgradeSarif.of(outcome.verdict(),
                new Subject(outcome.input().policy().source(),
                        outcome.input().candidate().path().resolve(RunFolder.PLAN).toString(),
                        outcome.input().b(), evidence.baseline().license().stream().toList(),
                        evidence.candidate().license().stream().toList(), changes),
                MekikiCommand.Version.current(), language()));
    }

    private static Change change(Difference difference) {
        return new Change(difference.what(), difference.a().orElse("–"), difference.b().orElse("–"));
    }

    private Locale language() {
        return languages.getFirst().locale();
    }

    /** Appends to a step's summary what still fits into it beside what earlier commands wrote there. */
    static void append(Path summary, String markdown) throws IOException {
        long taken = Files.exists(summary) ? Files.size(summary) : 0;
        byte[] bytes = ("\n" + markdown).getBytes(StandardCharsets.UTF_8);
        if (taken + bytes.length <= MOST_SUMMARY) {
            Files.write(summary, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
