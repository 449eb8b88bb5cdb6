package dev.mekiki.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command as a user gives it: what it printed and how it ended. */
record CommandLineRun(int code, String out, String err) {
    static CommandLineRun mekiki(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = java.util.Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        int code = MekikiCommand.execute(new PrintWriter(out), new PrintWriter(err), words);
        return new CommandLineRun(code, out.toString(), err.toString());
    }
}
