package dev.mekiki.telemetry;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AMD's GPUs, as {@code amd-smi} or the older {@code rocm-smi} tell of them in JSON. */
final class Amd implements Source {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_OUTPUT = 1 << 20;

    private final List<String> command;

    private Amd(List<String> command) {
        this.command = command;
    }

    /** With the newer of the two that is on the path. */
    static Optional<Amd> find() {
        return program("amd-smi").map(path -> new Amd(List.of(path, "metric", "--json")))
                .or(() -> program("rocm-smi").map(path -> new Amd(List.of(path, "--showuse", "--showpower",
                        "--showmeminfo", "vram", "--showenergycounter", "--showproductname", "--json"))));
    }

    private static Optional<String> program(String name) {
        return Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank()).map(folder -> {
                    try {
                        return Path.of(folder, name);
                    } catch (InvalidPathException e) {
                        return Path.of(name);
                    }
                }).filter(Path::isAbsolute).filter(Files::isExecutable).map(Path::toString).findFirst();
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public List<Reading> read() {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            Thread limit = Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    process.destroyForcibly();
                }
            });
            String json = new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            limit.interrupt();
            return readings(json);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Of either program's output. */
    static List<Reading> readings(String json) {
        List<Reading> readings = new ArrayList<>();
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            return List.of();
        }
        JsonNode list = root.isArray() ? root : root.path("gpu_data");
        if (list.isArray()) {
            list.forEach(gpu -> readings.add(newer(gpu)));
        } else {
            root.properties().stream().filter(entry -> entry.getKey().matches("card\\d+"))
                    .forEach(entry -> readings.add(older(entry.getKey().substring(4), entry.getValue())));
        }
        return readings;
    }

    private static Reading newer(JsonNode gpu) {
        JsonNode memory = gpu.path("mem_usage");
        return new Reading(gpu.path("gpu").asString(""), "AMD GPU", "",
                amount(gpu.path("usage").path("gfx_activity"), 1),
                bytes(memory.path("used_vram")), bytes(memory.path("total_vram")),
                amount(gpu.path("power").path("socket_power"), 1),
                amount(gpu.path("energy").path("total_energy_consumption"), 1),
                amount(gpu.path("clock").path("gfx_0").path("clk"), 1), Set.of());
    }

    /** A number, or an object of value and unit. */
    private static OptionalDouble amount(JsonNode node, double factor) {
        JsonNode value = node.isObject() ? node.path("value") : node;
        return value.isNumber() ? OptionalDouble.of(value.doubleValue() * factor) : OptionalDouble.empty();
    }

    private static OptionalLong bytes(JsonNode node) {
        double unit = switch (node.path("unit").asString("MB").toUpperCase(Locale.ROOT)) {
            case "B" -> 1;
            case "KB" -> 1L << 10;
            case "GB" -> 1L << 30;
            default -> 1L << 20;
        };
        OptionalDouble bytes = amount(node, unit);
        return bytes.isPresent() ? OptionalLong.of(Math.round(bytes.getAsDouble())) : OptionalLong.empty();
    }

    private static Reading older(String number, JsonNode card) {
        OptionalDouble power = text(card, "Current Socket Graphics Package Power (W)");
        OptionalDouble used = text(card, "VRAM Total Used Memory (B)");
        OptionalDouble total = text(card, "VRAM Total Memory (B)");
        OptionalDouble microjoules = text(card, "Accumulated Energy (uJ)");
        return new Reading(number, card.path("Card Series").asString(card.path("Card series").asString("AMD GPU")), "",
                text(card, "GPU use (%)"), whole(used), whole(total),
                power.isPresent() ? power : text(card, "Average Graphics Package Power (W)"),
                microjoules.isPresent() ? OptionalDouble.of(microjoules.getAsDouble() / 1e6) : OptionalDouble.empty(),
                OptionalDouble.empty(), Set.of());
    }

    private static OptionalLong whole(OptionalDouble value) {
        return value.isPresent() ? OptionalLong.of(Math.round(value.getAsDouble())) : OptionalLong.empty();
    }

    private static OptionalDouble text(JsonNode card, String name) {
        String text = card.path(name).asString("");
        return text.matches("\\d{1,18}(\\.\\d{1,9})?")
                ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }
}
