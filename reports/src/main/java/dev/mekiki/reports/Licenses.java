package dev.mekiki.reports;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.UsageProfile;
import java.util.List;

/** What each candidate's licenses allow for the usage profile, with clauses, quotes and duties. */
public record Licenses(String usage, List<Entry> entries) {
    /** One candidate. */
    public record Entry(Who who, Cell verdict, List<Statement> statements, List<Reason> reasons, List<Duty> duties,
            List<String> conflicts, String disclaimer) {}

    /** A license that the files state. */
    public record Statement(String id, String name, String source, String match, String through) {}

    /** Why, with the license's words. */
    public record Reason(String clause, String quote, String because, Cell effect) {}

    /** What has to be done. */
    public record Duty(String what, String clause) {}

    static Licenses of(Edition edition) {
        return new Licenses(edition.model().usage().map(usage -> usage(edition, usage)).orElse(""),
                edition.candidates().stream().flatMap(candidate -> candidate.license().stream()
                        .map(license -> entry(edition, edition.who(candidate.name()), license))).toList());
    }

    private static String usage(Edition edition, UsageProfile usage) {
        return edition.say("usage", usage.name(), edition.say("stage." + usage.stage()),
                edition.say("offering." + usage.offering()));
    }

    private static Entry entry(Edition edition, Who who, LicenseFinding license) {
        Texts texts = edition.texts();
        return new Entry(who, ComparisonTable.license(edition, license),
                license.licenses().stream()
                        .map(each -> new Statement(each.id(), each.name(), each.source(),
                                texts.find("match." + each.match()).orElse(each.match()),
                                each.through().equals("own") ? texts.say("through.own") : each.through()))
                        .toList(),
                license.reasons().stream()
                        .map(reason -> new Reason(reason.clause(), reason.quote().orElse(""),
                                texts.translated(reason.because()), effect(edition, reason)))
                        .toList(),
                license.duties().stream().map(duty -> new Duty(texts.translated(duty.what()), duty.clause())).toList(),
                license.conflicts().stream().map(texts::translated).toList(), texts.translated(license.disclaimer()));
    }

    private static Cell effect(Edition edition, LicenseFinding.Reason reason) {
        LicenseFinding alone = new LicenseFinding("", reason.effect(), List.of(), List.of(), List.of(), List.of(), "");
        Cell cell = ComparisonTable.license(edition, alone);
        return new Cell(cell.text(), "", cell.state());
    }

    /** Each disclaimer once, not per candidate. */
    public List<String> disclaimers() {
        return entries.stream().map(Entry::disclaimer).filter(text -> !text.isBlank()).distinct().toList();
    }
}
