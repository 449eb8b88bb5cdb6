package dev.mekiki.engines.served;

import dev.mekiki.domain.Candidate;
import dev.mekiki.port.EngineException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A candidate's options for a server that Mekiki starts.
 *
 * @param binary the program, where the plan names it
 * @param devices numbers of GPUs in the order of their bus; empty for what the server takes by itself
 * @param context tokens of prompt and answer together, of each request
 * @param parallel requests that the server computes side by side
 * @param arguments the plan's own
 * @param startLimit how long the server may take until it answers
 * @param restarts how often in a row it is started again
 * @param own options of one software
 * @param requests options that the engine {@code openai} reads
 */
record ServedOptions(Optional<Path> binary, Optional<List<String>> devices, OptionalInt context, OptionalInt parallel,
        List<String> arguments, Duration startLimit, int restarts, Map<String, String> own,
        SortedMap<String, String> requests) {
    static final String BINARY = "binary";
    static final String DEVICES = "devices";
    static final String CONTEXT = "context";
    static final String PARALLEL = "parallel";
    static final String ARGUMENTS = "arguments";
    static final String START_LIMIT = "start-limit";
    static final String RESTARTS = "restarts";
    static final String TOKENIZER = "tokenizer";
    static final String EXTRA = "extra";
    private static final Set<String> REQUESTS = Set.of("api", TOKENIZER, EXTRA, "omit", "stream");
    private static final Pattern LIMIT = Pattern.compile("([1-9]\\d{0,5})(s|m)");
    private static final Pattern DEVICE = Pattern.compile("\\d{1,3}|GPU-[0-9a-fA-F-]{4,60}|MIG-[0-9a-fA-F/-]{4,80}");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    /** Every option, with what it does. */
    static Map<String, String> described(Software software) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(BINARY, "the program; default: " + software.variable() + ", else " + software.program()
                + " where programs are");
        options.put(DEVICES,
                "numbers (in the order of the bus, as nvidia-smi lists them) or UUIDs of the GPUs to use, or cpu; default: all");
        options.put(CONTEXT, "most tokens of prompt and answer together, for each request; default: "
                + software.defaultContext());
        options.put(PARALLEL, "most requests computed side by side; default: " + software.defaultParallel());
        software.options().forEach(options::put);
        options.put(ARGUMENTS, "further arguments of " + software.program() + ", as one text: \"--flash-attn off\"");
        options.put(START_LIMIT, "longest time until it answers; default: 15m");
        options.put(RESTARTS,
                "how often it is started again when it ends by itself, without an answer between; default: 3");
        options.put("api", "chat, completions, or auto, as for the engine openai; default: auto");
        options.put(TOKENIZER, software.tokenizer());
        options.put(EXTRA, "mapping merged into each request, as for the engine openai");
        options.put("omit", "fields never sent, as for the engine openai");
        options.put("stream", "auto, always or never, as for the engine openai; default: auto");
        return options;
    }

    /** @throws EngineException with everything that is wrong */
    static ServedOptions read(Candidate candidate, Software software) throws EngineException {
        return new Reading(candidate.options(), software).read();
    }

    /** One look at the options, collecting what is wrong. */
    private static final class Reading {
        private final Map<String, String> options;
        private final Software software;
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> options, Software software) {
            this.options = options;
            this.software = software;
        }

        ServedOptions read() throws EngineException {
            Set<String> known = described(software).keySet();
            options.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> problems.add(
                    software.program() + " has no option " + name + "; it has " + String.join(", ", known)));
            SortedMap<String, String> requests = new TreeMap<>(options);
            requests.keySet().retainAll(REQUESTS);
            Map<String, String> own = new TreeMap<>(options);
            own.keySet().retainAll(software.options().keySet());
            problems.addAll(software.problems(own));
            ServedOptions read = new ServedOptions(binary(), devices(), number(CONTEXT, 16, 1 << 24),
                    number(PARALLEL, 1, 4096), arguments(), startLimit(), number(RESTARTS, 0, 100).orElse(3), own,
                    requests);
            if (!problems.isEmpty()) {
                throw new EngineException(String.join("; ", problems));
            }
            return read;
        }

        private Optional<String> option(String name) {
            return Optional.ofNullable(options.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        private Optional<Path> binary() {
            try {
                return option(BINARY).map(Path::of);
            } catch (InvalidPathException e) {
                problems.add("binary is not a path");
                return Optional.empty();
            }
        }

        private Optional<List<String>> devices() {
            Optional<String> given = option(DEVICES);
            if (given.isEmpty() || given.get().equalsIgnoreCase("cpu")) {
                return given.map(_ -> List.of());
            }
            List<String> devices = Arrays.stream(given.get().split(",", -1)).map(String::strip).toList();
            if (!devices.stream().allMatch(device -> DEVICE.matcher(device).matches())
                    || Set.copyOf(devices).size() < devices.size()) {
                problems.add("devices should be numbers or UUIDs of GPUs, each once, or cpu, not " + given.get());
            }
            return Optional.of(devices);
        }

        private OptionalInt number(String name, int least, int most) {
            Optional<String> given = option(name);
            if (given.isEmpty()) {
                return OptionalInt.empty();
            }
            if (given.get().matches("\\d{1,9}")) {
                int value = Integer.parseInt(given.get());
                if (value >= least && value <= most) {
                    return OptionalInt.of(value);
                }
            }
            problems.add(name + " should be a whole number from " + least + " to " + most + ", not " + given.get());
            return OptionalInt.empty();
        }

        private List<String> arguments() {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(option(ARGUMENTS).orElse(""));
            while (word.find()) {
                words.add(
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
            }
            for (String each : words) {
                String name = each.split("=", 2)[0];
                if (name.startsWith("-") && name.contains(",")) {
                    problems.add("arguments should be one text, such as \"--flash-attn off\", not a list");
                } else if (software.taken().containsKey(name)) {
                    problems.add("arguments: " + name + " is " + software.taken().get(name));
                }
            }
            return List.copyOf(words);
        }

        private Duration startLimit() {
            String given = option(START_LIMIT).orElse("15m");
            Matcher parts = LIMIT.matcher(given);
            if (!parts.matches()) {
                problems.add("start-limit should be a time such as 90s or 15m, not " + given);
                return Duration.ofMinutes(15);
            }
            long amount = Long.parseLong(parts.group(1));
            return parts.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
        }
    }

    /** What decides where the server computes, in front of its program. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        devices.ifPresent(list -> {
            environment.put("CUDA_VISIBLE_DEVICES", list.isEmpty() ? "-1" : String.join(",", list));
            // numbers as NVML and nvidia-smi have them
            environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        });
        return environment;
    }
}
