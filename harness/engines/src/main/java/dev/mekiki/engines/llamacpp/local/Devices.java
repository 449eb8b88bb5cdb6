package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.port.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which devices a model is put on. llama.cpp takes the processor without a word where a GPU is asked for and not there. */
public final class Devices {
    private Devices() {}

    /**
     * The devices asked for: by name, or by number among the GPUs.
     *
     * @param silent why there are no more; only asked where one is missing, since libraries are opened to tell
     * @return empty where none is named
     * @throws EngineException if a GPU is asked for and not there, naming what is
     */
    static List<Device> chosen(List<Device> found, Supplier<List<String>> silent, LoadSettings settings)
            throws EngineException {
        List<Device> gpus = found.stream().filter(Device::gpu).toList();
        List<Device> chosen = new ArrayList<>();
        for (String name : settings.devices()) {
            chosen.add(found.stream().filter(device -> device.name().equalsIgnoreCase(name)).findFirst()
                    .or(() -> numbered(gpus, name))
                    .orElseThrow(
                            () -> new EngineException(
                                    "device " + name + " is asked for; " + told(found, silent.get()))));
        }
        boolean layers = settings.gpuLayers().isPresent() && settings.gpuLayers().getAsInt() != 0;
        if (layers && (chosen.isEmpty() ? gpus : chosen).stream().noneMatch(Device::gpu)) {
            throw new EngineException("layers on a GPU are asked for; " + told(found, silent.get()));
        }
        return chosen;
    }

    private static Optional<Device> numbered(List<Device> gpus, String name) {
        return name.matches("\\d{1,3}") && Integer.parseInt(name) < gpus.size()
                ? Optional.of(gpus.get(Integer.parseInt(name)))
                : Optional.empty();
    }

    /** What is handed on: the processor is always used, and llama.cpp wants no mention of it. */
    static List<Device> offload(List<Device> chosen) {
        return chosen.stream().filter(Device::gpu).toList();
    }

    /** None on GPUs where only the processor is named. */
    static OptionalInt layers(List<Device> chosen, LoadSettings settings) {
        return !chosen.isEmpty() && offload(chosen).isEmpty() ? OptionalInt.of(0) : settings.gpuLayers();
    }

    /** The same devices as they are now. */
    static List<Device> again(List<Device> now, List<Device> before) {
        return now.stream().filter(device -> before.stream().anyMatch(old -> old.index() == device.index())).toList();
    }

    private static String told(List<Device> found, List<String> silent) {
        return "llama.cpp finds " + listed(found, silent);
    }

    /**
     * Each device's name, description and free memory.
     *
     * @param silent why there are no more
     */
    public static String listed(List<Device> found, List<String> silent) {
        String devices = found.isEmpty()
                ? "no device"
                : found.stream().map(Devices::text).collect(Collectors.joining(", "));
        return silent.isEmpty() ? devices : devices + "; " + String.join("; ", silent);
    }

    /** Name, description and free memory. */
    public static String text(Device device) {
        double gib = 1024.0 * 1024 * 1024;
        return device.name() + " (" + device.description() + (device.totalBytes() > 0
                ? String.format(Locale.ROOT, ", %.1f of %.1f GiB free", device.freeBytes() / gib,
                        device.totalBytes() / gib)
                : "") + ")";
    }
}
