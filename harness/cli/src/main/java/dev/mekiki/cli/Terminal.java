package dev.mekiki.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Where a command writes: data to {@code out}, everything else to {@code err}.
 *
 * @param colour whether {@code err} may be coloured
 * @param live whether {@code err} is a terminal, so that a progress line may be redrawn
 * @param width columns
 */
record Terminal(PrintWriter out, PrintWriter err, boolean colour, boolean live, int width) {
    static Terminal ofProcess(PrintWriter out, PrintWriter err) {
        Console console = System.console();
        boolean live = Optional.ofNullable(console).map(Console::isTerminal).orElse(false);
        boolean colour = live && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(out, err, colour, live && !"dumb".equals(System.getenv("TERM")), columns());
    }

    private static int columns() {
        try {
            String columns = System.getenv("COLUMNS");
            return columns == null ? 80 : Math.clamp(Integer.parseInt(columns), 40, 200);
        } catch (NumberFormatException e) {
            return 80;
        }
    }

    void note(String text) {
        err.println(text);
        err.flush();
    }

    void hint(String text) {
        note("hint: " + text);
    }
}
