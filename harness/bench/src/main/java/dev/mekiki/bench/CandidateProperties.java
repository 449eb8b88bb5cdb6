package dev.mekiki.bench;

import dev.mekiki.domain.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** A candidate as system properties, so that a forked JVM can open it. */
final class CandidateProperties {
    private static final String PREFIX = "mekiki.bench.";
    private static final String OPTION = PREFIX + "option.";

    private CandidateProperties() {}

    static List<String> arguments(Candidate candidate) {
        List<String> arguments = new ArrayList<>();
        arguments.add("-D" + PREFIX + "name=" + candidate.name());
        arguments.add("-D" + PREFIX + "model=" + candidate.model());
        arguments.add("-D" + PREFIX + "engine=" + candidate.engine());
        candidate.options().forEach((key, value) -> arguments.add("-D" + OPTION + key + "=" + value));
        return arguments;
    }

    static Candidate read() {
        Properties properties = System.getProperties();
        SortedMap<String, String> options = new TreeMap<>();
        properties.stringPropertyNames().stream().filter(key -> key.startsWith(OPTION))
                .forEach(key -> options.put(key.substring(OPTION.length()), properties.getProperty(key)));
        return new Candidate(properties.getProperty(PREFIX + "name"), properties.getProperty(PREFIX + "model"),
                properties.getProperty(PREFIX + "engine"), options);
    }
}
