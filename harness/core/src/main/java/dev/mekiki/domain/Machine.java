package dev.mekiki.domain;

import java.util.List;

/** The machine that measured. */
public record Machine(String os, String architecture, String processor, int cores, long memoryBytes, String java,
        List<String> jvmArguments, List<String> gpus) {
    public Machine {
        jvmArguments = List.copyOf(jvmArguments);
        gpus = List.copyOf(gpus);
    }
}
