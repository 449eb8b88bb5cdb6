package dev.mekiki.reports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One-page documents as HTML: one file that needs neither network nor JavaScript, and as Markdown for job summaries. */
public final class SheetPage {
    private static final String CUT = "\n\n… cut here: the whole document is in the other formats.\n";

    private SheetPage() {}

    /** One edition of the page, ready for its template. */
    public record Edition(String language, String name, Sheet sheet) {}

    /** @param sheets one a language, the first one shown first */
    public static String html(List<Sheet> sheets) throws IOException {
        return new Page().fill("sheet.ftlh", sheets.stream().map(sheet -> new Edition(sheet.language(),
                Texts.of(sheet.language(), Texts.installed()).say("language.name"), sheet)).toList());
    }

    /**
     * @param most bytes of UTF-8; what does not fit is cut at a line's end, and that is said
     */
    public static String markdown(Sheet sheet, int most) {
        StringBuilder out = new StringBuilder();
        out.append("# ").append(plain(sheet.title())).append("\n\n**").append(plain(sheet.answer())).append("**\n\n")
                .append(plain(sheet.lead())).append("\n\n");
        sheet.facts().forEach(fact -> out.append("- ").append(plain(fact.label())).append(": ")
                .append(plain(fact.value())).append('\n'));
        for (Sheet.Part part : sheet.parts()) {
            out.append("\n## ").append(plain(part.heading())).append("\n\n");
            part.notes().forEach(note -> out.append(plain(note)).append("\n\n"));
            if (!part.rows().isEmpty()) {
                row(out, part.header());
                out.append('|').append("---|".repeat(part.header().size())).append('\n');
                part.rows().forEach(row -> row(out, row.stream()
                        .map(cell -> cell.note().isEmpty() ? cell.text() : cell.text() + " — " + cell.note())
                        .toList()));
            }
        }
        if (!sheet.footer().isEmpty()) {
            out.append('\n').append(plain(sheet.footer())).append('\n');
        }
        return capped(out.toString(), most);
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append('|');
        cells.forEach(cell -> out.append(' ').append(plain(cell)).append(" |"));
        out.append('\n');
    }

    private static String plain(String text) {
        return MarkdownReport.plain(text);
    }

    private static String capped(String text, int most) {
        if (bytes(text) <= most) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int room = most - bytes(CUT);
        for (String line : text.lines().toList()) {
            room -= bytes(line) + 1;
            if (room < 0) {
                break;
            }
            kept.append(line).append('\n');
        }
        return kept.append(CUT).toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
