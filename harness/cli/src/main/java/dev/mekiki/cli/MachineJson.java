package dev.mekiki.cli;

import dev.mekiki.domain.Machine;
import tools.jackson.databind.node.ObjectNode;

/** {@code machine.json}. */
final class MachineJson {
    private MachineJson() {}

    static String write(Machine machine) {
        ObjectNode node = JsonOutput.object().put("format", "mekiki.machine/1").put("os", machine.os())
                .put("architecture", machine.architecture()).put("processor", machine.processor())
                .put("cores", machine.cores())
                .put("memory_bytes", machine.memoryBytes()).put("java", machine.java());
        machine.jvmArguments().forEach(node.putArray("jvm_arguments")::add);
        machine.gpus().forEach(node.putArray("gpus")::add);
        return JsonOutput.pretty(node);
    }
}
