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
                    + "|larger than the available KV cache|kIOGPUCommandBufferCallbackErrorOutOfMemory");
    private static final Pattern TAKEN = Pattern.compile("(?i)address already in use|couldn't bind|could not bind");
    private static final Pattern TELLING = Pattern
            .compile(
                    "(?i)error|assert|abort|fatal|exception|failed|cannot|can't|unknown|invalid|unrecognized|traceback");

    Ending {
        lines = List.copyOf(lines);
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

    /** The lines that say why: those of lacking memory before others, and the last ones where none does. */
    private Optional<String> telling() {
        List<String> chosen = lines.stream().filter(line -> MEMORY.matcher(line).find()).limit(2).toList();
        if (chosen.isEmpty()) {
            List<String> told = lines.stream().filter(line -> TELLING.matcher(line).find()).toList();
            List<String> some = told.isEmpty() ? lines : told;
            chosen = some.subList(Math.max(0, some.size() - 3), some.size());
        }
        return chosen.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", chosen.stream().map(Ending::shown).toList()));
    }

    private static String shown(String line) {
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
