package dev.mekiki.engines.served;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The small process between Mekiki and a server: it ends the server, and all that the server started, when its own standard input ends, which
 * is when Mekiki closes it or is gone, however it went. It has a session of its own, so that Ctrl-C reaches Mekiki alone. The server's
 * output goes straight to Mekiki; what the keeper has to say is on standard error: {@code pid N}, {@code exit N}, {@code failed WHY}.
 */
public final class Keeper {
    static final String PID = "pid ";
    static final String EXIT = "exit ";
    static final String FAILED = "failed ";
    private static final long GRACE_SECONDS = 5;
    private static final long LOOKING_MS = 500;
    private static final int SIGKILL = 9;

    private Keeper() {}

    /** @param command of the server */
    public static void main(String[] command) throws InterruptedException {
        boolean own = call("setsid") > 0;
        PrintStream said = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Process server;
        try {
            server = new ProcessBuilder(command).redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.INHERIT).redirectErrorStream(true).start();
        } catch (IOException e) {
            said.println(FAILED + e.getMessage());
            return;
        }
        said.println(PID + server.pid());
        Thread.ofPlatform().daemon().start(() -> untilClosed(server));
        Set<ProcessHandle> started = new HashSet<>();
        while (!server.waitFor(LOOKING_MS, TimeUnit.MILLISECONDS)) {
            started.removeIf(process -> !process.isAlive());
            server.descendants().forEach(started::add);
        }
        started.forEach(ProcessHandle::destroyForcibly);
        said.println(EXIT + server.exitValue());
        if (own) {
            // what lost its parent is of this session still
            call("kill", 0, SIGKILL);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void untilClosed(Process server) {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever written: the pipe's end is the message
            }
        } catch (IOException e) {
            // the same
        }
        List<ProcessHandle> started = server.descendants().toList();
        server.destroy();
        try {
            if (!server.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** A function of the C library; -1 where there is none of that name. */
    @SuppressWarnings("restricted") // calls of the C library
    private static int call(String name, int... arguments) {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup().find(name).map(address -> {
                ValueLayout[] layouts = new ValueLayout[arguments.length];
                Arrays.fill(layouts, ValueLayout.JAVA_INT);
                try {
                    return (int) linker
                            .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts))
                            .invokeWithArguments(Arrays.stream(arguments).boxed().toList());
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            }).orElse(-1);
        } catch (RuntimeException | LinkageError e) {
            return -1; // the descendants that are known are ended all the same
        }
    }
}
