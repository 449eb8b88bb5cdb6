package dev.mekiki.telemetry;

import dev.mekiki.domain.DeviceUse;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A device's readings put together as they come. Used by one thread at a time. */
final class Series {
    private final Reading first;
    private Reading last;
    private final SortedMap<String, Integer> throttled = new TreeMap<>();
    private int readings;
    private int silent;
    private long lastNanos;
    private double integrated;
    private final Mean utilisation = new Mean();
    private final Mean power = new Mean();
    private final Mean clock = new Mean();
    private OptionalLong peak = OptionalLong.empty();
    private @Nullable Reading before;

    Series(Reading first) {
        this.first = first;
        this.last = first;
    }

    /** Of what is there. */
    private static final class Mean {
        private double sum;
        private int count;

        void add(OptionalDouble value) {
            if (value.isPresent()) {
                sum += value.getAsDouble();
                count++;
            }
        }

        OptionalDouble value() {
            return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
        }
    }

    void add(Reading reading, long nanoTime) {
        Reading earlier = before;
        if (earlier != null && earlier.powerW().isPresent() && reading.powerW().isPresent()) {
            integrated += (earlier.powerW().getAsDouble() + reading.powerW().getAsDouble()) / 2 * (nanoTime - lastNanos)
                    / 1e9;
        }
        readings++;
        silent += reading.silent() ? 1 : 0;
        utilisation.add(reading.utilisationPercent());
        power.add(reading.powerW());
        clock.add(reading.clockMhz());
        if (reading.memoryBytes().isPresent()) {
            peak = OptionalLong.of(Math.max(peak.orElse(0), reading.memoryBytes().getAsLong()));
        }
        reading.throttled().forEach(reason -> throttled.merge(reason, 1, Integer::sum));
        lastNanos = nanoTime;
        before = reading;
        last = reading;
    }

    /** Of a device whose driver did not come back: only what it was. */
    DeviceUse lost() {
        return new DeviceUse(first.device(), first.name(), first.uuid(), 0, OptionalDouble.empty(),
                OptionalLong.empty(), first.memoryTotalBytes(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), new TreeMap<>(),
                OptionalDouble.of(1));
    }

    DeviceUse use() {
        SortedMap<String, Double> shares = new TreeMap<>();
        throttled.forEach((reason, count) -> shares.put(reason, (double) count / readings));
        OptionalDouble firstEnergyJ = first.energyJ();
        OptionalDouble counted = firstEnergyJ.isPresent() && last.energyJ().isPresent()
                && last.energyJ().getAsDouble() >= firstEnergyJ.getAsDouble() && readings > 1
                        ? OptionalDouble.of(last.energyJ().getAsDouble() - firstEnergyJ.getAsDouble())
                        : OptionalDouble.empty();
        // one reading has no length
        boolean lasting = power.count == readings && readings > 1;
        return new DeviceUse(last.device(), first.name(), first.uuid(), readings, utilisation.value(), peak,
                first.memoryTotalBytes(), power.value(), OptionalDouble.empty(), counted,
                lasting ? OptionalDouble.of(integrated) : OptionalDouble.empty(), clock.value(), shares,
                silent == 0 || first.silent()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) silent / readings));
    }
}
