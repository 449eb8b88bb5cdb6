package dev.mekiki.engines.served;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How a server ended.
 *
 * @param code its exit code, where it is known; 128 and a signal's number where one ended it
 * @param lines what it wrote last
 */
record Ending(OptionalInt code, List<String> lines) {
    private static final int SHOWN = 300;
    private static final int SIGKILL = 128 + 9;
    private static final Pattern MEMORY = Pattern.compile(
            "(?i)out of memory|OutOfMemoryError|OutOfDeviceMemory|cudaMalloc failed|failed to allocate|unable to allocate"
                    + "|bad_alloc|cannot allocate memory|no available memory for the cache|free memory on device"
                    + "|less than desired (GPU|CPU) memory utilization"
                    + "|larger than the available KV cache|kIOGPUCommandBufferCallbackErrorOutOfMemory");
    private static final Pattern TAKEN = Pattern.compile("(?i)address already in use|couldn't bind|could not bind");
    // “(EngineCore pid=7) ERROR 11-22 21:11:21 [core.py:1510] ”
    private static final Pattern PREFIX = Pattern
            .compile("^\\([\\w.-]{1,60} pid=\\d+\\) ?(?:[A-Z]+ \\d\\d-\\d\\d [\\d:]{8} \\[[^]]{1,80}] ?)?");
    private static final Pattern RAISED = Pattern.compile("^[\\w.]{0,100}(Error|Exception): .+");
    private static final Pattern TELLING = Pattern
            .compile(
                    "(?i)error|assert|abort|fatal|exception|failed|cannot|can't|unknown|invalid|unrecognized|traceback");

    Ending {
        lines = lines.stream().map(line -> PREFIX.matcher(line).replaceFirst("")).toList();
    }

    /** Whether it lacked memory, by its own words, or because the system killed it. */
    boolean outOfMemory() {
        return has(MEMORY) || code.equals(OptionalInt.of(SIGKILL));
    }

    /** Whether another process has the port. */
    boolean portTaken() {
        return has(TAKEN);
    }

    private boolean has(Pattern pattern) {
        return lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    /** For users, after the server's name. */
    String words() {
        String how = code.isEmpty()
                ? "ended"
                : code.getAsInt() > 128 && code.getAsInt() < 160
                        ? "ended (signal " + (code.getAsInt() - 128) + ")"
                        : "ended (exit " + code.getAsInt() + ")";
        String why = !outOfMemory()
                ? ""
                : has(MEMORY)
                        ? " out of memory; a smaller context, fewer requests side by side, a smaller quantisation or more devices need less"
                        : ", as a system does that runs out of memory";
        return how + why + telling().map(words -> ": " + words).orElse("");
    }

    /**
     * The lines that say why: those of lacking memory before others; of Python's exceptions the first, since those
     * behind it came of it; and the last ones where none says so.
     */
    private Optional<String> telling() {
        List<String> raised = lines.stream().filter(line -> RAISED.matcher(line).find()).toList();
        List<String> memory = lines.stream().filter(line -> MEMORY.matcher(line).find()).toList();
        List<String> told = lines.stream().filter(line -> TELLING.matcher(line).find()).toList();
        List<String> chosen = !memory.isEmpty()
                ? memory.stream().distinct().limit(2).toList()
                : !raised.isEmpty() ? List.of(raised.getFirst()) : last(told.isEmpty() ? lines : told);
        return chosen.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", chosen.stream().map(Ending::shown).toList()));
    }

    private static List<String> last(List<String> some) {
        return some.subList(Math.max(0, some.size() - 3), some.size());
    }

    private static String shown(String line) {
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
