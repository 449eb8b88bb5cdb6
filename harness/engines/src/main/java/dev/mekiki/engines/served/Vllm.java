package dev.mekiki.engines.served;

import dev.mekiki.port.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** vLLM's OpenAI-compatible server. */
record Vllm() implements Software {
    private static final String DTYPE = "dtype";
    private static final String MEMORY = "gpu-memory";
    private static final String TENSOR_PARALLEL = "tensor-parallel";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SLOW_PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_PATH = 4096;
    // builds for processors are packages of other names
    private static final String ASKING = """
            import importlib.metadata as m
            try:
                print(m.version('vllm'))
            except m.PackageNotFoundError:
                print(m.version(m.packages_distributions()['vllm'][0]))
            """;
    private static final String MODULE = "vllm.entrypoints.openai.api_server";

    @Override
    public String program() {
        return "vllm";
    }

    @Override
    public String variable() {
        return "MEKIKI_VLLM";
    }

    @Override
    public String summary() {
        return "starts a vLLM server on given GPUs for a folder in Hugging Face layout, and stops it";
    }

    @Override
    public String howToGet() {
        return "install vLLM into a Python environment (pip install vllm), and name its vllm, or the environment's python, in "
                + variable() + " or the option binary where it is not on the path";
    }

    @Override
    public String defaultContext() {
        return "what the model was made for";
    }

    @Override
    public String defaultParallel() {
        return "vLLM's own choice";
    }

    @Override
    public String tokenizer() {
        return "folder with the model's tokenizer.json and chat template, as for the engine openai; default: the model's own";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(DTYPE, "auto, bfloat16, float16 or float32; default: auto, which is what the files are in");
        options.put(MEMORY, "share of a GPU's memory that vLLM takes; default: 0.9");
        options.put(TENSOR_PARALLEL, "GPUs that a model is shared out among; default: all of devices");
        return options;
    }

    @Override
    public List<String> problems(Map<String, String> own) {
        List<String> problems = new ArrayList<>();
        Optional.ofNullable(own.get(DTYPE)).filter(value -> !value.matches("auto|bfloat16|float16|float32"))
                .ifPresent(value -> problems.add("dtype should be auto, bfloat16, float16 or float32, not " + value));
        Optional.ofNullable(own.get(MEMORY)).filter(value -> !value.matches("0?\\.\\d{1,4}|1(\\.0*)?"))
                .ifPresent(value -> problems.add("gpu-memory should be a share such as 0.9, not " + value));
        Optional.ofNullable(own.get(TENSOR_PARALLEL)).filter(value -> !value.matches("[1-9]\\d{0,2}"))
                .ifPresent(value -> problems.add("tensor-parallel should be a whole number, not " + value));
        return problems;
    }

    @Override
    public Map<String, String> taken() {
        Map<String, String> taken = new LinkedHashMap<>();
        for (String name : List.of("--model", "--served-model-name", "--config")) {
            taken.put(name, "the plan's model");
        }
        for (String name : List.of("--host", "--port", "--uds", "--api-key", "--root-path", "--ssl-keyfile",
                "--ssl-certfile", "--data-parallel-size", "--headless")) {
            taken.put(name, "set by Mekiki");
        }
        taken.put("--max-model-len", "the option context");
        taken.put("--max-num-seqs", "the option parallel");
        taken.put("--dtype", "the option dtype");
        taken.put("--gpu-memory-utilization", "the option gpu-memory");
        taken.put("--tensor-parallel-size", "the option tensor-parallel");
        taken.put("-tp", "the option tensor-parallel");
        return taken;
    }

    @Override
    public Optional<String> refusal(String model) {
        try {
            return Files.isRegularFile(Path.of(model, "config.json"))
                    ? Optional.empty()
                    : Optional.of("vLLM runs a folder in Hugging Face layout, and " + model + " has no config.json");
        } catch (InvalidPathException e) {
            return Optional.of(model + " is not a path");
        }
    }

    @Override
    public Program find(Optional<Path> named) throws EngineException {
        Optional<Path> script = Programs.told(named, variable()).or(() -> Programs.find(program()));
        if (script.isPresent()) {
            return of(script.get());
        }
        for (String python : List.of("python3", "python")) {
            Optional<Path> found = Programs.find(python).filter(path -> version(path).isPresent());
            if (found.isPresent()) {
                return of(found.get());
            }
        }
        throw new EngineException("no vLLM was found; " + howToGet());
    }

    private static Program of(Path program) {
        boolean python = isPython(program);
        return new Program(python
                ? List.of(program.toString(), "-m", MODULE)
                : List.of(program.toString(), "serve"), program + (python ? " -m vllm" : ""));
    }

    /**
     * Of the vLLM that the program's Python has: asking vLLM itself takes a quarter of a minute, in which all of it is
     * imported.
     */
    @Override
    public Optional<String> version(Program found) {
        Path program = Path.of(found.command().getFirst());
        Optional<Path> python = found.command().contains(MODULE) ? Optional.of(program) : interpreter(program);
        return python.isPresent()
                ? python.flatMap(Vllm::version)
                : Programs.output(List.of(program.toString(), "--version"), Map.of(), SLOW_PATIENCE)
                        .flatMap(output -> output.lines().reduce((_, last) -> last)).flatMap(Vllm::plausible);
    }

    /** Of the vLLM that a Python has, from its package's own words; empty where it has none. Nothing of vLLM is run. */
    private static Optional<String> version(Path python) {
        return Programs.output(List.of(python.toString(), "-c", ASKING), Map.of(), PATIENCE).flatMap(Vllm::plausible);
    }

    private static Optional<String> plausible(String text) {
        return Optional.of(text.strip()).filter(version -> version.matches("[0-9][\\w.+-]{0,60}"));
    }

    /** The Python that a script's first line names. */
    private static Optional<Path> interpreter(Path script) {
        try (InputStream in = Files.newInputStream(script)) {
            String first = new String(in.readNBytes(LONGEST_PATH), StandardCharsets.UTF_8).lines().findFirst()
                    .orElse("");
            return Optional.of(first).filter(line -> line.startsWith("#!")).map(line -> line.substring(2).strip())
                    .map(Path::of).filter(path -> path.isAbsolute() && isPython(path));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isPython(Path program) {
        return String.valueOf(program.getFileName()).startsWith("python");
    }

    @Override
    public List<String> command(Program found, String model, String alias, int port, ServedOptions options) {
        List<String> command = new ArrayList<>(found.command());
        command.addAll(command.contains(MODULE) ? List.of("--model", model) : List.of(model));
        command.addAll(List.of("--served-model-name", alias, "--host", "127.0.0.1", "--port", String.valueOf(port),
                // otherwise a file of the model decides about sampling where a request says nothing
                "--generation-config", "vllm"));
        options.context().ifPresent(tokens -> command.addAll(List.of("--max-model-len", String.valueOf(tokens))));
        options.parallel().ifPresent(most -> command.addAll(List.of("--max-num-seqs", String.valueOf(most))));
        Optional.ofNullable(options.own().get(DTYPE)).ifPresent(type -> command.addAll(List.of("--dtype", type)));
        Optional.ofNullable(options.own().get(MEMORY))
                .ifPresent(share -> command.addAll(List.of("--gpu-memory-utilization", share)));
        Optional.ofNullable(options.own().get(TENSOR_PARALLEL))
                .or(() -> options.devices().filter(list -> list.size() > 1).map(list -> String.valueOf(list.size())))
                .ifPresent(parts -> command.addAll(List.of("--tensor-parallel-size", parts)));
        command.addAll(options.arguments());
        return command;
    }

    @Override
    public Map<String, String> environment(String key) {
        return Map.of("VLLM_API_KEY", key, "HF_HUB_OFFLINE", "1", "TRANSFORMERS_OFFLINE", "1", "VLLM_NO_USAGE_STATS",
                "1", "DO_NOT_TRACK", "1", "PYTHONUNBUFFERED", "1");
    }

    @Override
    public Optional<String> ownTokenizer(String model) {
        return Files.isRegularFile(Path.of(model, "tokenizer.json")) ? Optional.of(model) : Optional.empty();
    }

    /** vLLM itself refuses devices that are not there. */
    @Override
    public void checkDevices(Program found, ServedOptions options) {}
}
