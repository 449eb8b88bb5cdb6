package dev.mekiki.cli;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.FileRead;
import dev.mekiki.license.LicenseTexts;
import dev.mekiki.license.export.Examined;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** License verdicts for people. */
final class LicenseText {
    /** Enough of a hash to tell files apart; JSON has the whole. */
    private static final int SHOWN_HASH = 16;
    private final Texts texts;
    private final LicenseTexts translator;
    private final int width;

    LicenseText(Texts texts, LicenseTexts translator, int width) {
        this.texts = texts;
        this.translator = translator;
        this.width = width;
    }

    List<String> lines(UsageProfile usage, List<Examined> examined) {
        List<String> lines = new ArrayList<>();
        lines.add(texts.get("license.profile", TextTable.plain(usage.name())));
        for (Examined model : examined) {
            lines.add("");
            List<List<String>> rows = rows(model).stream()
                    .map(row -> row.stream().map(TextTable::plain).toList()).toList();
            lines.addAll(new TextTable(List.of(), rows).lines(width));
        }
        examined.stream().findFirst().ifPresent(model -> {
            lines.add("");
            lines.addAll(TextTable.wrap(said(model.license().finding().disclaimer()), width));
        });
        return lines;
    }

    private List<List<String>> rows(Examined model) {
        LicenseFinding finding = model.license().finding();
        List<List<String>> rows = new ArrayList<>();
        row(rows, "model", model.model());
        row(rows, "verdict", verdict(finding.verdict()) + finding.evidence()
                .map(evidence -> texts.get("license.evidence", texts.get("license.evidence." + evidence.id())))
                .orElse(""));
        for (LicenseFinding.License license : finding.licenses()) {
            row(rows, "license", texts.get("license.stated", license.id(), said(license.name()), license.source(),
                    texts.get("license.match." + license.match()))
                    + (license.through().equals("own") ? "" : texts.get("license.through", license.through())));
        }
        finding.conflicts().forEach(conflict -> row(rows, "conflict", said(conflict)));
        for (LicenseFinding.Reason reason : finding.reasons()) {
            row(rows, "reason", texts.get("license.because", reason.clause(), said(reason.because()),
                    verdict(reason.effect())) + reason.quote().map(quote -> " “" + quote + "”").orElse(""));
        }
        if (!finding.missing().isEmpty()) {
            row(rows, "missing", String.join(", ", finding.missing()));
        }
        for (LicenseFinding.Duty duty : finding.duties()) {
            row(rows, "duty", texts.get("license.duty-of", duty.clause(), said(duty.what())));
        }
        for (LicenseFinding.Change change : finding.changes()) {
            row(rows, "change", change.steps().stream()
                    .map(step -> texts.get("license.step", step.fact(), step.from(), step.to()))
                    .collect(Collectors.joining(texts.get("license.step-and"))) + " → " + verdict(change.verdict()));
        }
        for (FileRead file : model.license().files()) {
            row(rows, "read", file.name() + file.sha256()
                    .map(hash -> " (sha256 " + hash.substring(0, SHOWN_HASH) + "…)").orElse(""));
        }
        return rows;
    }

    private String verdict(LicenseFinding.Verdict verdict) {
        String word = texts.get("license.verdict." + verdict.id());
        return word.equals(verdict.id()) ? word : word + " (" + verdict.id() + ")";
    }

    private String said(String english) {
        return translator.translate(english, texts.locale().toLanguageTag()).orElse(english);
    }

    private void row(List<List<String>> rows, String key, String value) {
        String label = texts.get("license." + key);
        boolean again = rows.stream().anyMatch(row -> row.getFirst().equals(label));
        rows.add(List.of(again ? "" : label, value));
    }
}
