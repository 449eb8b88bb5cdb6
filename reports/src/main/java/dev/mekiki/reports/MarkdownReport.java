package dev.mekiki.reports;

import static java.util.stream.Collectors.joining;

import dev.mekiki.port.ReportModel;
import dev.mekiki.port.ReportWriter;
import dev.mekiki.port.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code summary.md}: the answer and the comparison, for job summaries and mail. */
public final class MarkdownReport implements ReportWriter {
    private static final int LONGEST_CELL = 300;
    private final Translator translator;

    /** With the translators that ServiceLoader finds. */
    public MarkdownReport() {
        this(Texts.installed());
    }

    public MarkdownReport(Translator translator) {
        this.translator = translator;
    }

    @Override
    public String name() {
        return "md";
    }

    @Override
    public String summary() {
        return "the answer and the comparison in Markdown";
    }

    @Override
    public Path write(ReportModel model, Path folder) throws IOException {
        String text = Texts.languages(model.languages()).stream()
                .map(language -> document(Document.of(model, language, translator))).collect(joining("\n---\n\n"));
        return Files.writeString(folder.resolve("summary.md"), text, StandardCharsets.UTF_8);
    }

    private static String document(Document document) {
        Texts texts = document.texts();
        Overview overview = document.overview();
        StringBuilder out = new StringBuilder();
        out.append("# ").append(plain(document.title())).append("\n\n**").append(plain(overview.headline()))
                .append("**\n\n").append(plain(overview.lead())).append("\n\n");
        list(out, texts.say("overview.why"), overview.why());
        list(out, texts.say("overview.sure"), overview.sure());
        list(out, texts.say("overview.change"), overview.change());
        list(out, texts.say("overview.standings"), overview.standings().stream()
                .map(standing -> texts.say("md.standing", standing.who().name(), standing.word(),
                        String.join(" ", standing.reasons())))
                .toList());
        list(out, texts.say("overview.caveats"), overview.caveats());
        out.append("## ").append(plain(texts.say("section.comparison"))).append("\n\n");
        ComparisonTable table = document.comparison();
        out.append("| |").append(table.who().stream().map(who -> " " + plain(who.name()) + " |").collect(joining()))
                .append("\n|---|").append("---|".repeat(table.who().size())).append('\n');
        for (ComparisonTable.Group group : table.groups()) {
            for (ComparisonTable.Row row : group.rows()) {
                out.append("| ").append(plain(row.label())).append(" |").append(row.cells().stream()
                        .map(cell -> " " + plain(cell.note().isEmpty()
                                ? cell.text()
                                : texts.say("value.note", cell.text(), cell.note())) + " |")
                        .collect(joining())).append('\n');
            }
        }
        return out.append('\n').append(plain(texts.say("disclaimer"))).append('\n').toString();
    }

    private static void list(StringBuilder out, String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            out.append("## ").append(plain(title)).append("\n\n");
            sentences.forEach(sentence -> out.append("- ").append(plain(sentence)).append('\n'));
            out.append('\n');
        }
    }

    /** One line in which nothing is markup, a mention or a link. */
    static String plain(String text) {
        String line = Visible.of(Visible.beginning(text, LONGEST_CELL)).replaceAll("\\s+", " ").strip();
        StringBuilder out = new StringBuilder(line.length() + 16);
        line.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '@' -> out.append("&#64;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '!', '|', '~', '$' -> out.append('\\')
                        .appendCodePoint(codePoint);
                default -> out.appendCodePoint(codePoint);
            }
        });
        return out.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
    }
}
