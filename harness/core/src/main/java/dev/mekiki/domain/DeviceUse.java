package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a device did while something was measured. What could not be read is absent.
 *
 * @param device its number in the order of the bus, as engines' options name it: {@code 0}; {@code cpu-0} for a processor's package
 * @param name as its driver has it
 * @param uuid the driver's own; empty where there is none
 * @param readings how many there were
 * @param utilisationPercent mean of the share of time in which anything ran on it, which is not how full it was
 * @param memoryPeakBytes in use by everybody, at most
 * @param powerW mean of the readings
 * @param idleW the same before the first request, with the model loaded
 * @param countedJ the difference of the device's own energy counter over the window
 * @param integratedJ the readings of power, integrated by trapezoids
 * @param clockMhz mean clock of the processors
 * @param throttled share of the readings, by reason, in which the clock was held down
 * @param gone share of the readings in which a device that was there told nothing any more; absent where it always did
 */
public record DeviceUse(String device, String name, String uuid, int readings, OptionalDouble utilisationPercent,
        OptionalLong memoryPeakBytes, OptionalLong memoryTotalBytes, OptionalDouble powerW, OptionalDouble idleW,
        OptionalDouble countedJ, OptionalDouble integratedJ, OptionalDouble clockMhz,
        SortedMap<String, Double> throttled, OptionalDouble gone) {
    /** Of a device that was there all the time. */
    public DeviceUse(String device, String name, String uuid, int readings, OptionalDouble utilisationPercent,
            OptionalLong memoryPeakBytes, OptionalLong memoryTotalBytes, OptionalDouble powerW, OptionalDouble idleW,
            OptionalDouble countedJ, OptionalDouble integratedJ, OptionalDouble clockMhz,
            SortedMap<String, Double> throttled) {
        this(device, name, uuid, readings, utilisationPercent, memoryPeakBytes, memoryTotalBytes, powerW, idleW,
                countedJ, integratedJ, clockMhz, throttled, OptionalDouble.empty());
    }

    public DeviceUse {
        requireNonNull(device, "device");
        requireNonNull(name, "name");
        requireNonNull(uuid, "uuid");
        throttled = Collections.unmodifiableSortedMap(new TreeMap<>(throttled));
    }

    /** The energy of the window: the counter's where there is one. */
    public OptionalDouble energyJ() {
        return countedJ.isPresent() ? countedJ : integratedJ;
    }

    /** With the power it took before the first request. */
    public DeviceUse withIdle(OptionalDouble watts) {
        return new DeviceUse(device, name, uuid, readings, utilisationPercent, memoryPeakBytes, memoryTotalBytes,
                powerW,
                watts, countedJ, integratedJ, clockMhz, throttled, gone);
    }
}
