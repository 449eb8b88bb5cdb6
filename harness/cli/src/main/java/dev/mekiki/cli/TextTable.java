package dev.mekiki.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table for terminals: columns as wide as their widest cell, East Asian wide characters counted as two. */
record TextTable(List<String> header, List<List<String>> rows) {
    TextTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** Lines of at most {@code width} columns where that is possible: the last column is wrapped. */
    List<String> lines(int width) {
        List<List<String>> all = new ArrayList<>();
        if (!header.isEmpty()) {
            all.add(header);
        }
        all.addAll(rows);
        int columns = all.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : all) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        int before = 0;
        for (int i = 0; i < columns - 1; i++) {
            before += widths[i] + 2;
        }
        int last = Math.max(24, width - before);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size() - 1; i++) {
                line.append(pad(row.get(i), widths[i])).append("  ");
            }
            List<String> wrapped = row.isEmpty() ? List.of("") : wrap(row.getLast(), last);
            lines.add((line + wrapped.getFirst()).stripTrailing());
            String indent = " ".repeat(width(line.toString()));
            wrapped.stream().skip(1).forEach(rest -> lines.add(indent + rest));
        }
        return lines;
    }

    /** Columns that the text takes on a terminal. */
    static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = in(c, 0x1100, 0x115F) || in(c, 0x2E80, 0xA4CF) || in(c, 0xAC00, 0xD7A3) || in(c, 0xF900, 0xFAFF)
                || in(c, 0xFE30, 0xFE6F) || in(c, 0xFF00, 0xFF60) || in(c, 0xFFE0, 0xFFE6) || in(c, 0x1F300, 0x1FAFF)
                || in(c, 0x20000, 0x3FFFD);
        return wide ? 2 : 1;
    }

    private static boolean in(int c, int first, int last) {
        return c >= first && c <= last;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** Breaks at spaces, and between Japanese characters. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String piece : pieces(paragraph)) {
                if (width(line + piece.stripTrailing()) > width && !line.isEmpty()) {
                    lines.add(line.toString().stripTrailing());
                    line.setLength(0);
                    piece = piece.stripLeading();
                }
                line.append(piece);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            boolean closing = "、。，．」』）)】！？ー・".indexOf(c) >= 0;
            if (width(c) == 2 && !closing && !piece.isEmpty()
                    && "「『（(【".indexOf(piece.codePointBefore(piece.length())) < 0) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.appendCodePoint(c);
            if (c == ' ') {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** Makes text that a model or a file brought safe for a terminal: control characters are shown, not obeyed. */
    static String plain(String text) {
        return text.codePoints()
                .mapToObj(c -> (Character.isISOControl(c) && c != '\n') || Character.getType(c) == Character.FORMAT
                        ? "\\u" + String.format("%04x", c)
                        : Character.toString(c))
                .collect(Collectors.joining());
    }
}
