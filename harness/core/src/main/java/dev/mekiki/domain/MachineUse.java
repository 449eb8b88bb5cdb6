package dev.mekiki.domain;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a machine's devices and a server did while a load profile was measured.
 *
 * @param windowMs from before the first request behind the warm-up to after the last end
 * @param devices that the candidate may have used
 * @param server what the server counted meanwhile, by {@link ServerCounters}' names
 * @param serverPeaks highest readings of what the server says of the moment
 */
public record MachineUse(double windowMs, List<DeviceUse> devices, SortedMap<String, Double> server,
        SortedMap<String, Double> serverPeaks) {
    public MachineUse {
        devices = List.copyOf(devices);
        server = Collections.unmodifiableSortedMap(new TreeMap<>(server));
        serverPeaks = Collections.unmodifiableSortedMap(new TreeMap<>(serverPeaks));
    }

    public boolean saysNothing() {
        return devices.isEmpty() && server.isEmpty() && serverPeaks.isEmpty();
    }
}
