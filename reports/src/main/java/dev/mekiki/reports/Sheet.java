package dev.mekiki.reports;

import java.util.List;

/**
 * One language of a one-page document: an answer, the facts it is about, and tables. All texts are said already.
 *
 * @param tone of the answer: {@code good}, {@code bad} or {@code open}; the words say it too
 * @param facts what it is about, above the tables
 */
public record Sheet(String language, String title, String answer, String tone, String lead, List<Fact> facts,
        List<Part> parts, String footer) {
    public Sheet {
        facts = List.copyOf(facts);
        parts = List.copyOf(parts);
    }

    public record Fact(String label, String value) {}

    /**
     * A table with a heading; without rows its notes alone.
     *
     * @param notes above the table
     */
    public record Part(String heading, List<String> notes, List<String> header, List<List<Cell>> rows) {
        public Part {
            notes = List.copyOf(notes);
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** A cell whose text may have a note under it and a tone. */
    public static Cell cell(String text, String note, String tone) {
        return new Cell(text, note, tone);
    }

    public static Cell cell(String text) {
        return Cell.of(text);
    }
}
