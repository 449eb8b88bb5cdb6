package dev.mekiki.analysis;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.Findings.MachineFinding;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One element of a candidate's {@code machine} in findings.json. */
final class MachineUseJson {
    private MachineUseJson() {}

    static ObjectNode tree(MachineFinding found) {
        ObjectNode node = FindingsJson.object().put("profile", found.profile()).put("window_ms",
                found.use().windowMs());
        ArrayNode devices = node.putArray("devices");
        found.use().devices().forEach(device -> devices.add(device(device)));
        FindingsJson.number(node, "energy_j", found.energyJ());
        if (found.energyJ().isPresent()) {
            node.put("energy_from", found.counted() ? "counter" : "power");
        }
        FindingsJson.number(node, "energy_above_idle_j", found.aboveIdleJ());
        FindingsJson.number(node, "energy_disagreement", found.disagreement());
        FindingsJson.number(node, "output_tokens_per_j", found.outputTokensPerJ());
        FindingsJson.number(node, "output_tokens_per_j_above_idle", found.outputTokensPerJAboveIdle());
        FindingsJson.number(node, "j_per_1000_characters", found.jPer1000Characters());
        FindingsJson.number(node, "j_per_request", found.jPerRequest());
        FindingsJson.number(node, "prefix_cache_hit_share", found.prefixCacheHitShare());
        FindingsJson.number(node, "ttft_gap_ms", found.ttftGapMs());
        FindingsJson.number(node, "draft_acceptance_share", found.draftAcceptanceShare());
        if (!found.use().server().isEmpty()) {
            ObjectNode server = node.putObject("server");
            found.use().server().forEach(server::put);
        }
        if (!found.use().serverPeaks().isEmpty()) {
            ObjectNode peaks = node.putObject("server_peaks");
            found.use().serverPeaks().forEach(peaks::put);
        }
        if (!found.remarks().isEmpty()) {
            FindingsJson.strings(node.putArray("remarks"), found.remarks());
        }
        return node;
    }

    private static ObjectNode device(DeviceUse device) {
        ObjectNode node = FindingsJson.object().put("device", device.device()).put("name", device.name());
        if (!device.uuid().isEmpty()) {
            node.put("uuid", device.uuid());
        }
        node.put("readings", device.readings());
        FindingsJson.number(node, "utilisation_percent", device.utilisationPercent());
        device.memoryPeakBytes().ifPresent(bytes -> node.put("memory_peak_bytes", bytes));
        device.memoryTotalBytes().ifPresent(bytes -> node.put("memory_total_bytes", bytes));
        FindingsJson.number(node, "power_w", device.powerW());
        FindingsJson.number(node, "idle_w", device.idleW());
        FindingsJson.number(node, "counted_j", device.countedJ());
        FindingsJson.number(node, "integrated_j", device.integratedJ());
        FindingsJson.number(node, "clock_mhz", device.clockMhz());
        FindingsJson.number(node, "gone", device.gone());
        if (!device.throttled().isEmpty()) {
            ObjectNode throttled = node.putObject("throttled");
            device.throttled().forEach(throttled::put);
        }
        return node;
    }
}
