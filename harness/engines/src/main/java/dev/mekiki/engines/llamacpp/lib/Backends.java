package dev.mekiki.engines.llamacpp.lib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a build for GPUs finds none. Its part for them is a file of its own, which llama.cpp leaves out without a word where it does not open,
 * and computes on the processor.
 */
final class Backends {
    private static final Pattern MISSING = Pattern
            .compile("(lib[\\w+-]+)\\.so([.\\d]*): cannot open shared object file");

    private Backends() {}

    /** A kind of GPU's interface. */
    enum Kind {
        CUDA("CUDA", "no NVIDIA GPU that this build and the driver can use; CUDA 13 needs driver 580 or newer"), VULKAN(
                "Vulkan",
                "no GPU has a Vulkan driver (ICD) here: NVIDIA's driver brings one, AMD's and Intel's are in Mesa (Debian, Ubuntu: mesa-vulkan-drivers)."
                        + " A renderer on the processor is no GPU, unless GGML_VK_VISIBLE_DEVICES names it"), HIP(
                                "ROCm", "no AMD GPU that this build and the driver can use");

        private final String device;
        private final String none;

        /** @param device what its devices' names begin with */
        Kind(String device, String none) {
            this.device = device;
            this.none = none;
        }

        boolean isIn(String file) {
            return Pattern.matches("(lib)?ggml-" + name().toLowerCase(Locale.ROOT) + "(\\..+)?\\.(so|dylib|dll)[.\\d]*",
                    file);
        }
    }

    /**
     * A sentence for each kind of GPU that the build has a part for and finds no device of.
     *
     * @param complaints of llama.cpp while it looked for devices
     */
    static List<String> silent(Path folder, List<Device> devices, String complaints) {
        List<String> silent = new ArrayList<>();
        try (Stream<Path> list = Files.list(folder)) {
            List<Path> files = list.sorted().toList();
            for (Kind kind : Kind.values()) {
                files.stream().filter(file -> kind.isIn(String.valueOf(file.getFileName()))).findFirst()
                        .filter(_ -> devices.stream().noneMatch(device -> device.name().startsWith(kind.device)))
                        .ifPresent(file -> silent.add(words(kind, Symbols.refused(file), Symbols::opens, complaints)));
            }
        } catch (IOException e) {
            return silent; // the libraries were opened, so only what could be told besides is lost
        }
        return silent;
    }

    /**
     * @param refused why the file does not open, in the loader's words
     * @param opens whether a library of this name does
     */
    static String words(Kind kind, Optional<String> refused, Predicate<String> opens, String complaints) {
        String why = refused.map(words -> missing(words, opens)).orElseGet(() -> kind.none
                + (complaints.toLowerCase(Locale.ROOT).contains(kind.name().toLowerCase(Locale.ROOT))
                        ? " (" + complaints + ")"
                        : ""));
        return "its part for " + kind.device + " gives no device: " + why;
    }

    /** The loader's words, with what to install; it names one library at a time, and CUDA's are likely to be missing together. */
    static String missing(String refused, Predicate<String> opens) {
        Matcher missing = MISSING.matcher(refused);
        if (!missing.find()) {
            return refused;
        }
        String number = missing.group(2);
        return switch (missing.group(1)) {
            case "libvulkan" ->
                "the Vulkan loader libvulkan.so" + number
                        + " is missing (Debian, Ubuntu: libvulkan1; Fedora: vulkan-loader)";
            case "libcuda" -> driver(number);
            case "libcudart", "libcublas", "libcublasLt" -> {
                List<String> lacking = Stream.of("libcudart.so" + number, "libcublas.so" + number)
                        .filter(opens.negate()).toList();
                yield "CUDA's runtime libraries are missing: " + String.join(", ", lacking)
                        + " (NVIDIA's packages cuda-cudart and libcublas of version" + number.replace('.', ' ')
                        + ", or the folders of pip's nvidia-cuda-runtime and nvidia-cublas in LD_LIBRARY_PATH)"
                        + (opens.test("libcuda.so.1") ? "" : "; " + driver(".1"));
            }
            default -> "the library " + missing.group(1) + ".so" + number + " is missing";
        };
    }

    private static String driver(String number) {
        return "NVIDIA's driver is missing (libcuda.so" + number + " comes with it)";
    }
}
