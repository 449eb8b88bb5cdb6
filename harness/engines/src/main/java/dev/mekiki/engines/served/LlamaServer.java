package dev.mekiki.engines.served;

import dev.mekiki.engines.served.Software.Program;
import dev.mekiki.port.EngineException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** llama.cpp's own server. */
record LlamaServer() implements Software {
    private static final int MAGIC = 0x47475546; // "GGUF"
    private static final String GPU_LAYERS = "gpu-layers";
    private static final String THREADS = "threads";
    private static final int CONTEXT = 4096;
    private static final int SLOTS = 4;
    private static final int LONGEST_VERSION = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String program() {
        return "llama-server";
    }

    @Override
    public String variable() {
        return "MEKIKI_LLAMA_SERVER";
    }

    @Override
    public String summary() {
        return "starts llama.cpp's server on given GPUs or the processor for a GGUF file, and stops it";
    }

    @Override
    public String howToGet() {
        return "take llama-server from llama.cpp's release archives, Homebrew (brew install llama.cpp), conda-forge, Nix or winget,"
                + " and name it in " + variable() + " or the option binary where it is not on the path";
    }

    @Override
    public String defaultContext() {
        return String.valueOf(CONTEXT);
    }

    @Override
    public String defaultParallel() {
        return String.valueOf(SLOTS);
    }

    @Override
    public String tokenizer() {
        return "folder with the model's tokenizer.json and chat template, as for the engine openai; default: the server makes the prompts";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(GPU_LAYERS, "layers on GPUs, or all; 0 for the processor alone; default: the server's own choice");
        options.put(THREADS, "threads on the processor; default: the server's own choice");
        return options;
    }

    @Override
    public List<String> problems(Map<String, String> own) {
        List<String> problems = new ArrayList<>();
        own.forEach((name, value) -> {
            if (!value.matches("\\d{1,4}") && !(name.equals(GPU_LAYERS) && value.equals("all"))) {
                problems.add(name + " should be a whole number" + (name.equals(GPU_LAYERS) ? " or all" : "") + ", not "
                        + value);
            }
        });
        return problems;
    }

    @Override
    public Map<String, String> taken() {
        Map<String, String> taken = new LinkedHashMap<>();
        for (String name : List.of("-m", "--model", "-mu", "--model-url", "-hf", "-hfr", "--hf-repo", "-a",
                "--alias")) {
            taken.put(name, "the plan's model");
        }
        for (String name : List.of("--host", "--port", "--api-key", "--api-key-file", "--api-prefix", "--reuse-port",
                "--log-file", "--log-disable", "--ssl-key-file", "--ssl-cert-file")) {
            taken.put(name, "set by Mekiki");
        }
        for (String name : List.of("-c", "--ctx-size")) {
            taken.put(name, "the option context");
        }
        for (String name : List.of("-np", "--parallel")) {
            taken.put(name, "the option parallel");
        }
        for (String name : List.of("-ngl", "--gpu-layers", "--n-gpu-layers")) {
            taken.put(name, "the option gpu-layers");
        }
        for (String name : List.of("-t", "--threads")) {
            taken.put(name, "the option threads");
        }
        return taken;
    }

    @Override
    public Optional<String> refusal(String model) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(model)))) {
            if (in.readInt() == MAGIC) {
                return Optional.empty();
            }
        } catch (IOException | InvalidPathException e) {
            // said below
        }
        return Optional.of("llama-server runs a GGUF file, and " + model + " is none");
    }

    @Override
    public Program find(Optional<Path> named) throws EngineException {
        return Programs.told(named, variable()).or(() -> Programs.find(program()))
                .map(path -> new Program(List.of(path.toString()), path.toString()))
                .orElseThrow(() -> new EngineException("no llama-server was found; " + howToGet()));
    }

    /** It writes {@code version: 6673 (abc)} among other lines. */
    @Override
    public Optional<String> version(Program found) {
        List<String> command = new ArrayList<>(found.command());
        command.add("--version");
        return Programs.output(command, Map.of(), PATIENCE)
                .map(output -> output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList())
                .flatMap(lines -> lines.stream().filter(line -> line.startsWith("version")).findFirst()
                        .or(() -> lines.stream().reduce((_, last) -> last)))
                .map(line -> line.length() > LONGEST_VERSION ? line.substring(0, LONGEST_VERSION) : line);
    }

    @Override
    public List<String> command(Program found, String model, String alias, int port, ServedOptions options) {
        int slots = options.parallel().orElse(SLOTS);
        List<String> command = new ArrayList<>(found.command());
        command.addAll(List.of("--model", model, "--alias", alias, "--host", "127.0.0.1", "--port",
                String.valueOf(port), "--offline", "--no-webui", "--jinja", "--metrics", "--slots",
                // the server divides what it is given by its slots
                "--ctx-size", String.valueOf((long) options.context().orElse(CONTEXT) * slots), "--parallel",
                String.valueOf(slots), "--no-context-shift",
                // a request says all about sampling: nothing is to be cut off without its saying so
                "--top-k", "0", "--top-p", "1.0", "--min-p", "0.0", "--repeat-penalty", "1.0"));
        Optional.ofNullable(options.own().get(THREADS))
                .ifPresent(threads -> command.addAll(List.of("--threads", threads)));
        boolean processor = options.devices().map(List::isEmpty).orElse(false);
        Optional.ofNullable(options.own().get(GPU_LAYERS)).or(() -> processor ? Optional.of("0") : Optional.empty())
                .ifPresent(layers -> command.addAll(List.of("--gpu-layers", layers.equals("all") ? "999" : layers)));
        command.addAll(options.arguments());
        return command;
    }

    @Override
    public Map<String, String> environment(String key) {
        return Map.of("LLAMA_API_KEY", key, "GGML_NO_BACKTRACE", "1");
    }

    @Override
    public Optional<String> ownTokenizer(String model) {
        return Optional.empty();
    }

    /** llama.cpp takes the processor without a word where a GPU is asked for and not there. */
    @Override
    public void checkDevices(Program found, ServedOptions options) throws EngineException {
        boolean layers = Optional.ofNullable(options.own().get(GPU_LAYERS)).map(text -> !text.equals("0"))
                .orElse(false);
        if (options.devices().map(List::isEmpty).orElse(!layers)) {
            return;
        }
        List<String> command = new ArrayList<>(found.command());
        command.add("--list-devices");
        Optional<String> listed = Programs.output(command, options.environment(), PATIENCE);
        if (listed.isPresent() && listed.get().contains("Available devices")
                && listed.get().lines().map(String::strip).noneMatch(line -> line.matches("\\w+\\d+: .*"))) {
            throw new EngineException("GPUs are asked for, and " + found.where()
                    + " finds none there (--list-devices): a build for the processor alone, or no such device");
        }
    }
}
