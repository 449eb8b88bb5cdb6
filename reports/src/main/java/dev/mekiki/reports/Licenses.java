package dev.mekiki.reports;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import java.util.List;

/** What each candidate's licenses allow for the usage profile, with clauses, quotes and duties. */
public record Licenses(String usage, List<Entry> entries) {
    /**
     * One candidate.
     *
     * @param missing what the usage profile does not say and would decide
     * @param changes other usages and what the verdict would be
     * @param files all that was read, where it is known
     */
    public record Entry(Who who, Cell verdict, List<Statement> statements, List<Reason> reasons, List<Duty> duties,
            List<String> conflicts, List<String> missing, List<String> changes, List<Read> files,
            String disclaimer) {}

    /**
     * A license that the files state.
     *
     * @param hash of the file that states it; may be empty
     */
    public record Statement(String id, String name, String source, String match, String through, String hash) {}

    /**
     * Why, with the license's words.
     *
     * @param source where that is known from, and how far it can be relied on; empty where it is about the files
     */
    public record Reason(String clause, String quote, String because, Cell effect, String source) {}

    /** What has to be done. */
    public record Duty(String what, String clause, List<Wording> wordings) {}

    /** Words to paste. {@code other} is empty where both languages use the same. */
    public record Wording(String place, String words, String other) {}

    /** A file that was read. */
    public record Read(String name, String role, String hash) {}

    static Licenses of(Edition edition) {
        Texts texts = edition.texts();
        return new Licenses(edition.model().usage().map(usage -> usage(texts, usage)).orElse(""),
                edition.candidates().stream().flatMap(candidate -> candidate.license().stream()
                        .map(license -> entry(texts, edition.who(candidate.name()), license, List.of()))).toList());
    }

    static String usage(Texts texts, UsageProfile usage) {
        return texts.say("usage", usage.name(), texts.say("stage." + usage.stage()),
                texts.say("offering." + usage.offering()));
    }

    static Entry entry(Texts texts, Who who, LicenseFinding license, List<Read> files) {
        return new Entry(who, verdict(texts, license.verdict(), ids(texts, license)),
                license.licenses().stream()
                        .map(each -> new Statement(each.id(), texts.translated(each.name()), each.source(),
                                texts.find("match." + each.match()).orElse(each.match()),
                                through(texts, each.through()), each.sha256().orElse("")))
                        .toList(),
                license.reasons().stream()
                        .map(reason -> new Reason(reason.clause(), reason.quote().orElse(""),
                                texts.translated(reason.because()), verdict(texts, reason.effect(), ""),
                                reason.source().map(source -> source(texts, source)).orElse("")))
                        .toList(),
                license.duties().stream().map(duty -> new Duty(texts.translated(duty.what()), duty.clause(),
                        duty.wordings().stream().map(wording -> wording(texts, wording)).toList())).toList(),
                license.conflicts().stream().map(texts::translated).toList(), license.missing(),
                license.changes().stream().map(change -> change(texts, change)).toList(), files,
                texts.translated(license.disclaimer()));
    }

    private static String ids(Texts texts, LicenseFinding license) {
        return license.licenses().stream().map(LicenseFinding.License::id).distinct().reduce((a, b) -> a + ", " + b)
                .orElse(texts.say("license.none"));
    }

    private static String through(Texts texts, String through) {
        String[] parts = through.split(":", 2);
        return parts.length == 2
                ? texts.find("through." + parts[0], parts[1]).orElse(through)
                : texts.find("through." + through).orElse(through);
    }

    private static String source(Texts texts, LicenseFinding.Source source) {
        return texts.say("licenses.source", source.what(), source.read(),
                texts.say("evidence." + source.evidence().id()));
    }

    private static Wording wording(Texts texts, LicenseFinding.Wording wording) {
        String words = texts.japanese() ? wording.ja() : wording.en();
        String other = texts.japanese() ? wording.en() : wording.ja();
        return new Wording(texts.find("place." + wording.place()).orElse(wording.place()), words,
                other.equals(words) ? "" : other);
    }

    private static String change(Texts texts, LicenseFinding.Change change) {
        String steps = change.steps().stream()
                .map(step -> texts.say("licenses.step", step.fact(), step.from(), step.to()))
                .reduce((a, b) -> a + texts.say("licenses.step.and") + b).orElse("");
        return texts.say("licenses.change", steps, texts.say("verdict." + change.verdict().id()));
    }

    static Cell verdict(Texts texts, Verdict verdict, String note) {
        String state = switch (verdict) {
            case ALLOWED -> "good";
            case CONDITIONAL, ACTION_NEEDED, REVIEW, UNKNOWN -> "open";
            case DENIED -> "bad";
        };
        return new Cell(texts.say("verdict.sign." + verdict.id()), note, state);
    }

    static Cell cell(Texts texts, LicenseFinding license) {
        return verdict(texts, license.verdict(), ids(texts, license));
    }

    /** Each disclaimer once, not per candidate. */
    public List<String> disclaimers() {
        return entries.stream().map(Entry::disclaimer).filter(text -> !text.isBlank()).distinct().toList();
    }
}
