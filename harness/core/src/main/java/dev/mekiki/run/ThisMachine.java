package dev.mekiki.run;

import dev.mekiki.domain.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Describes the machine this process runs on; what the system does not tell is left empty. */
public final class ThisMachine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

    private ThisMachine() {}

    public static Machine describe() {
        return new Machine(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"), processor(), Runtime.getRuntime().availableProcessors(), memoryBytes(),
                System.getProperty("java.vm.name") + " " + Runtime.version(), jvmArguments(), gpus());
    }

    /** Paths and properties of a user's own are nobody's business: only what changes how fast Java runs is kept. */
    private static List<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.matches("-X(?!.*[:=].*[/\\\\]).*|--add-modules.*|-Djlama\\..*")).toList();
    }

    /** Of the container where there is one. */
    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException | java.io.UncheckedIOException _) {
            return System.getProperty("os.arch");
        }
    }

    private static List<String> gpus() {
        if (!Files.isDirectory(GPUS)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(GPUS)) {
            return folders.sorted().map(folder -> model(folder.resolve("information"))).toList();
        } catch (IOException | java.io.UncheckedIOException _) {
            return List.of();
        }
    }

    private static String model(Path information) {
        try (Stream<String> lines = Files.lines(information)) {
            return lines.filter(line -> line.startsWith("Model:"))
                    .map(line -> line.substring("Model:".length()).strip()).findFirst().orElse("unknown");
        } catch (IOException | java.io.UncheckedIOException _) {
            return "unknown";
        }
    }
}
