package dev.mekiki.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The highest resident memory of this process while it is watched. From {@code /proc} where there is one; elsewhere {@code ps} is
 * asked, less often. The system's own high-water mark is of no use: it counts from the process's start.
 */
final class ResidentMemory implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration SELDOM = Duration.ofSeconds(1);

    private final Thread watcher;
    private volatile long peak;
    private volatile boolean closed;

    private ResidentMemory() {
        this.watcher = Thread.ofPlatform().daemon().name("resident-memory").unstarted(this::watch);
    }

    static ResidentMemory watched() {
        ResidentMemory memory = new ResidentMemory();
        memory.look();
        memory.watcher.start();
        return memory;
    }

    /** Bytes; empty where the system does not tell. */
    OptionalLong peak() {
        look();
        return peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak);
    }

    private void watch() {
        long pause = (Files.isReadable(STATUS) ? OFTEN : SELDOM).toNanos();
        while (!closed) {
            look();
            LockSupport.parkNanos(pause);
        }
    }

    private synchronized void look() {
        peak = Math.max(peak, now());
    }

    private static long now() {
        try {
            if (Files.isReadable(STATUS)) {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith("VmRSS:")) {
                        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                    }
                }
                return 0;
            }
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(ProcessHandle.current().pid()))
                    .redirectErrorStream(true).start();
            try (BufferedReader out = new BufferedReader(
                    new InputStreamReader(ps.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                return line == null ? 0 : Long.parseLong(line.strip()) << 10;
            }
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }
}
