package dev.mekiki.reports;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.port.Translator;
import dev.mekiki.reports.chart.Marks;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A page with license verdicts alone, in the same shape as the report. */
public final class LicensePage {
    /** A model and what was read of it. */
    public record Model(String name, LicenseFinding finding, List<Licenses.Read> files) {
        public Model {
            files = List.copyOf(files);
        }
    }

    /** One language of the page, ready for its template. */
    public record Edition(String language, Texts texts, String title, String version, String date, Licenses licenses) {
        /** At a glance: one row a model. */
        public List<Row> rows() {
            return licenses.entries().stream().map(entry -> new Row(entry.who(), entry.verdict(),
                    entry.duties().size(), entry.conflicts().size())).toList();
        }
    }

    /** A model at a glance. */
    public record Row(Who who, Cell verdict, int duties, int conflicts) {}

    private final Translator translator;

    /** With the translators that ServiceLoader finds. */
    public LicensePage() {
        this(Texts.installed());
    }

    LicensePage(Translator translator) {
        this.translator = translator;
    }

    /**
     * @param at when the files were read
     * @param languages the first one is shown first; those that there are no texts for are left out
     * @return HTML, one file that needs neither network nor JavaScript
     */
    public String html(List<Model> models, UsageProfile usage, String version, Instant at, List<String> languages)
            throws IOException {
        List<Edition> editions = new ArrayList<>();
        for (String language : Texts.languages(languages)) {
            Texts texts = Texts.of(language, translator);
            List<Licenses.Entry> entries = new ArrayList<>();
            for (int i = 0; i < models.size(); i++) {
                Model model = models.get(i);
                entries.add(Licenses.entry(texts, new Who(model.name(), Marks.style(i), Marks.sign(i)),
                        model.finding(), model.files().stream().map(read -> new Licenses.Read(read.name(),
                                texts.find("role." + read.role()).orElse(read.role()), read.hash())).toList()));
            }
            editions.add(new Edition(language, texts, texts.say("licenses.title"), version, Provenance.at(at),
                    new Licenses(Licenses.usage(texts, usage), entries)));
        }
        return new Page().fill("license-page.ftlh", editions);
    }
}
