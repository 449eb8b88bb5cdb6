package dev.mekiki.analysis;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.Findings.MachineFinding;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.MachineUse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Energy and a server's own figures for one load profile. Tokens per joule is output tokens / energy, as ML.ENERGY and aiperf have it; counters
 * are checked against integrated power, since each is known to be wrong on some devices (zeus #181).
 */
final class MachineAnalysis {
    /** Power is a mean over the last second on most devices: windows of a few seconds tell little. */
    private static final double SHORT_MS = 5_000;
    private static final double DISAGREES = 0.05;
    private static final double CACHED = 0.01;
    private static final double GAP_MS = 5;
    private static final double GAP_SHARE = 0.05;
    private static final double SAME = 0.05;

    private MachineAnalysis() {}

    static MachineFinding of(String profile, MachineUse use, List<LoadRequest> requests) {
        List<DeviceUse> gpus = use.devices().stream().filter(device -> !device.device().startsWith("cpu")).toList();
        List<DeviceUse> counted = gpus.isEmpty() ? use.devices() : gpus;
        OptionalDouble energy = sum(counted, DeviceUse::energyJ);
        OptionalDouble counters = sum(counted, DeviceUse::countedJ);
        OptionalDouble integrated = sum(counted, DeviceUse::integratedJ);
        OptionalDouble idle = sum(counted, DeviceUse::idleW);
        OptionalDouble above = energy.isPresent() && idle.isPresent()
                ? OptionalDouble.of(energy.getAsDouble() - idle.getAsDouble() * use.windowMs() / 1000)
                : OptionalDouble.empty();
        OptionalDouble disagreement = counters.isPresent() && integrated.isPresent() && counters.getAsDouble() > 0
                ? OptionalDouble.of(
                        Math.abs(integrated.getAsDouble() - counters.getAsDouble()) / counters.getAsDouble())
                : OptionalDouble.empty();
        double tokens = requests.stream().mapToDouble(LoadRequest::outputTokens).sum();
        double characters = requests.stream().mapToDouble(LoadRequest::characters).sum();
        OptionalDouble hits = share(use, "prefix_cache_hit_tokens", "prefix_cache_queried_tokens");
        OptionalDouble client = requests.stream().filter(LoadAnalysis::succeeded).map(LoadAnalysis::ttft)
                .flatMapToDouble(OptionalDouble::stream).average();
        OptionalDouble gap = gap(use, client, requests.size());
        return new MachineFinding(profile, use, energy, counters.isPresent(), above, disagreement,
                ratio(OptionalDouble.of(tokens), energy), ratio(OptionalDouble.of(tokens), above),
                ratio(energy, OptionalDouble.of(characters / 1000)),
                ratio(energy, OptionalDouble.of(requests.size())), hits, gap,
                share(use, "accepted_tokens", "draft_tokens"),
                remarks(use, counted, energy, disagreement, hits, gap, client));
    }

    private static OptionalDouble share(MachineUse use, String part, String whole) {
        Double all = use.server().get(whole);
        Double some = use.server().get(part);
        return all == null || some == null || !(all > 0) ? OptionalDouble.empty() : OptionalDouble.of(some / all);
    }

    /** Absent where the server counted other requests than these: somebody else asked it too. */
    private static OptionalDouble gap(MachineUse use, OptionalDouble client, int requests) {
        Double seconds = use.server().get("ttft_s");
        Double counted = use.server().get("ttft_requests");
        return seconds == null || counted == null || client.isEmpty() || !(counted > 0)
                || Math.abs(counted - requests) > SAME * requests
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(client.getAsDouble() - 1000 * seconds / counted);
    }

    private static List<String> remarks(MachineUse use, List<DeviceUse> devices, OptionalDouble energy,
            OptionalDouble disagreement, OptionalDouble hits, OptionalDouble gap, OptionalDouble client) {
        List<String> remarks = new ArrayList<>();
        if (energy.isPresent() && use.windowMs() < SHORT_MS) {
            remarks.add("window-short");
        } else if (disagreement.orElse(0) > DISAGREES) {
            remarks.add("energy-disagrees");
        }
        if (devices.stream().anyMatch(device -> !device.throttled().isEmpty())) {
            remarks.add("throttled");
        }
        if (use.devices().stream().anyMatch(device -> device.gone().isPresent())) {
            remarks.add("device-gone");
        }
        if (hits.orElse(0) >= CACHED) {
            remarks.add("prefix-cache");
        }
        if (use.server().getOrDefault("preemptions", 0.0) > 0) {
            remarks.add("preempted");
        }
        if (gap.orElse(0) > Math.max(GAP_MS, GAP_SHARE * client.orElse(0))) {
            remarks.add("ttft-gap");
        }
        return remarks;
    }

    /** Of all devices; absent where one lacks it, or there is none. */
    private static OptionalDouble sum(List<DeviceUse> devices, Function<DeviceUse, OptionalDouble> figure) {
        return devices.isEmpty() || devices.stream().anyMatch(device -> figure.apply(device).isEmpty())
                ? OptionalDouble.empty()
                : OptionalDouble.of(devices.stream().mapToDouble(device -> figure.apply(device).getAsDouble()).sum());
    }

    private static OptionalDouble ratio(OptionalDouble above, OptionalDouble below) {
        return above.isPresent() && above.getAsDouble() > 0 && below.isPresent() && below.getAsDouble() > 0
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }
}
