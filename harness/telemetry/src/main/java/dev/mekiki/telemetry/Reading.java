package dev.mekiki.telemetry;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A device at one moment.
 *
 * @param device its number in the order of the bus, or {@code cpu-0} for a processor's package
 * @param utilisationPercent share of the last moments in which anything ran on it
 * @param energyJ a counter that only grows
 * @param throttled why its clock is held down, if it is
 */
record Reading(String device, String name, String uuid, OptionalDouble utilisationPercent, OptionalLong memoryBytes,
        OptionalLong memoryTotalBytes, OptionalDouble powerW, OptionalDouble energyJ, OptionalDouble clockMhz,
        Set<String> throttled) {
    Reading {
        throttled = Set.copyOf(throttled);
    }

    /** Whether the device tells nothing: one that the driver has lost answers every question so. */
    boolean silent() {
        return utilisationPercent.isEmpty() && memoryBytes.isEmpty() && powerW.isEmpty() && energyJ.isEmpty()
                && clockMhz.isEmpty();
    }

    /** Of a device that tells nothing. */
    static Reading nothing(String device) {
        return new Reading(device, "", "", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), Set.of());
    }

    /** Of a device that tells its energy alone. */
    static Reading energy(String device, String name, double joules) {
        return new Reading(device, name, "", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(),
                OptionalDouble.empty(), OptionalDouble.of(joules), OptionalDouble.empty(), Set.of());
    }
}
