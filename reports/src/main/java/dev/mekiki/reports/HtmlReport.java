package dev.mekiki.reports;

import dev.mekiki.port.ReportModel;
import dev.mekiki.port.ReportWriter;
import dev.mekiki.port.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code index.html}: one file, in the languages of the model, that needs neither network nor JavaScript. */
public final class HtmlReport implements ReportWriter {
    private final Translator translator;

    /** With the translators that ServiceLoader finds. */
    public HtmlReport() {
        this(Texts.installed());
    }

    public HtmlReport(Translator translator) {
        this.translator = translator;
    }

    @Override
    public String name() {
        return "html";
    }

    @Override
    public String summary() {
        return "a page for decision-makers: one file, no network, no JavaScript";
    }

    @Override
    public Path write(ReportModel model, Path folder) throws IOException {
        String page = new Page().fill(Texts.languages(model.languages()).stream()
                .map(language -> Document.of(model, language, translator)).toList());
        return Files.writeString(folder.resolve("index.html"), page, StandardCharsets.UTF_8);
    }
}
