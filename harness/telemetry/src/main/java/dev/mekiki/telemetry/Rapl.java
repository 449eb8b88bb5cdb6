package dev.mekiki.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Energy of processors' packages, as Linux tells it under {@code /sys/class/powercap}; most systems let only root read it. */
final class Rapl implements Source {
    static final Path HERE = Path.of("/sys/class/powercap");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path folder;
    /** Counters go back to 0 at their end: what was counted before, by package. */
    private final Map<String, Count> counts = new HashMap<>();

    private record Count(long last, long before) {}

    Rapl(Path folder) {
        this.folder = folder;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public List<Reading> read() {
        List<Reading> readings = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return readings;
        }
        try (Stream<Path> zones = Files.list(folder)) {
            for (Path zone : zones.sorted().toList()) {
                String name = text(zone.resolve("name"));
                OptionalLong now = number(zone.resolve("energy_uj"));
                if (String.valueOf(zone.getFileName()).matches("(intel|amd)-rapl:\\d+") && name.startsWith("package")
                        && now.isPresent()) {
                    String device = "cpu-" + String.valueOf(zone.getFileName()).replaceAll(".*:", "");
                    Count count = counts.getOrDefault(device, new Count(now.getAsLong(), 0));
                    long before = now.getAsLong() < count.last()
                            ? count.before() + number(zone.resolve("max_energy_range_uj")).orElse(count.last())
                            : count.before();
                    counts.put(device, new Count(now.getAsLong(), before));
                    readings.add(Reading.energy(device, name, (before + now.getAsLong()) / 1e6));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return readings;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return ""; // not for us
        }
    }

    private static OptionalLong number(Path file) {
        String text = text(file);
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
