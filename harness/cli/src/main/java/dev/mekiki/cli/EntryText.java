package dev.mekiki.cli;

import dev.mekiki.domain.LicenseFinding.Evidence;
import dev.mekiki.license.Catalogue;
import dev.mekiki.license.LicenseEntry;
import dev.mekiki.license.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Licenses of the catalogue for people. */
final class EntryText {
    private final Texts texts;
    private final boolean japanese;
    private final int width;

    EntryText(Texts texts, int width) {
        this.texts = texts;
        this.japanese = texts.locale().getLanguage().equals("ja");
        this.width = width;
    }

    List<String> list(Catalogue catalogue) {
        List<List<String>> rows = new ArrayList<>();
        for (LicenseEntry entry : catalogue.all()) {
            String doubt = entry.evidence() == Evidence.PRIMARY
                    ? ""
                    : texts.get("licenses.comma") + texts.get("licenses.evidence." + entry.evidence().id());
            rows.add(List.of(entry.id(), name(entry) + texts.get("licenses.brackets",
                    texts.get("licenses.kind." + entry.kind().id()) + doubt)
                    + (catalogue.own(entry.id()) ? texts.get("licenses.own") : "")));
        }
        return plain(new TextTable(List.of("ID", texts.get("licenses.name")), rows));
    }

    List<String> show(LicenseEntry entry, boolean own) {
        List<List<String>> rows = new ArrayList<>();
        row(rows, "id", entry.id() + (own ? texts.get("licenses.own") : ""));
        row(rows, "name", name(entry));
        entry.spdx().ifPresent(spdx -> row(rows, "spdx", spdx));
        row(rows, "kind", texts.get("licenses.kind." + entry.kind().id()));
        row(rows, "commercial", texts.get("licenses.commercial." + EntryJson.word(entry.commercial())));
        row(rows, "distribution", texts.get("licenses.distribution." + EntryJson.word(entry.distribution())));
        entry.codeLicense().ifPresent(code -> row(rows, "code", code));
        if (!entry.allOf().isEmpty()) {
            row(rows, "all-of", String.join(", ", entry.allOf()));
        }
        for (LicenseEntry.Version version : entry.versions()) {
            row(rows, "version", version.name() + version.released().map(day -> ", " + day).orElse("")
                    + version.note().map(note -> ": " + (japanese ? note.ja() : note.en())).orElse(""));
        }
        if (!entry.aliases().isEmpty()) {
            row(rows, "aliases", String.join(", ", entry.aliases()));
        }
        if (!entry.models().isEmpty()) {
            row(rows, "models", String.join(", ", entry.models()));
        }
        entry.sources().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(source -> row(rows, "source", source(source.getValue())));
        List<String> lines = new ArrayList<>(plain(new TextTable(List.of(), rows)));
        entry.all().forEach(part -> part.rules().forEach(rule -> {
            lines.add("");
            lines.addAll(plain(new TextTable(List.of(), rule(part, rule))));
        }));
        return lines;
    }

    private List<List<String>> rule(LicenseEntry entry, Rule rule) {
        List<List<String>> rows = new ArrayList<>();
        row(rows, "rule",
                entry.id() + " " + rule.clause() + " (" + texts.get("licenses.attribute." + rule.attribute().id())
                        + ")");
        String when = rule.when().toString();
        row(rows, "when", when.isEmpty() ? texts.get("licenses.always") : when);
        row(rows, "effect", texts.get("license.verdict." + rule.effect().id()));
        rule.quote().ifPresent(quote -> row(rows, "quote", "“" + quote + "”"));
        row(rows, "because", japanese ? rule.because().ja() : rule.because().en());
        rule.duty().ifPresent(duty -> row(rows, "duty", japanese ? duty.ja() : duty.en()));
        rule.wordings().forEach(wording -> row(rows, "wording",
                texts.get("licenses.place." + wording.place()) + ": " + (japanese ? wording.ja() : wording.en())));
        LicenseEntry.Source source = entry.sources().get(rule.source());
        if (source != null) {
            row(rows, "evidence-of", texts.get("licenses.evidence." + source.evidence().id()) + ", " + source.read());
        }
        return rows;
    }

    private String source(LicenseEntry.Source source) {
        return source.what() + source.url().map(url -> ", " + url).orElse("") + ", " + source.read() + ", "
                + texts.get("licenses.evidence." + source.evidence().id());
    }

    private String name(LicenseEntry entry) {
        return japanese ? entry.nameJa() : entry.name();
    }

    private void row(List<List<String>> rows, String key, String value) {
        rows.add(List.of(texts.get("licenses." + key), value));
    }

    private List<String> plain(TextTable table) {
        return new TextTable(table.header(), table.rows().stream()
                .map(row -> row.stream().map(TextTable::plain).toList()).toList()).lines(width);
    }
}
