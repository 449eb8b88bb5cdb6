package dev.mekiki.engines.llamacpp.lib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.engines.llamacpp.lib.Backends.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    private static final Device CPU = new Device(0, "CPU", "a processor", false, 0, 0);
    private static final String CUDART = "/x/libggml-cuda.so: libcudart.so.13: cannot open shared object file: No such file or directory";
    @TempDir
    private Path folder = Path.of("");

    /** As glibc's loader says it of @node-llama-cpp/linux-x64-vulkan 3.22.1. */
    @Test
    void without_the_vulkan_loader() {
        assertThat(Backends.words(Kind.VULKAN,
                Optional.of("/x/libggml-vulkan.so: libvulkan.so.1: cannot open shared object"
                        + " file: No such file or directory"),
                _ -> false, ""))
                .isEqualTo("its part for Vulkan gives no device: the Vulkan loader libvulkan.so.1 is missing"
                        + " (Debian, Ubuntu: libvulkan1; Fedora: vulkan-loader)");
    }

    @Test
    void with_the_vulkan_loader_and_no_driver() {
        assertThat(Backends.words(Kind.VULKAN, Optional.empty(), _ -> true, "an error about something else"))
                .contains("no GPU has a Vulkan driver (ICD)").contains("mesa-vulkan-drivers")
                .doesNotContain("something else");
    }

    /** As glibc's loader says it of @node-llama-cpp/linux-x64-cuda 3.22.1. */
    @Test
    void without_cudas_runtime_and_without_the_driver() {
        assertThat(Backends.missing(CUDART, _ -> false)).contains("libcudart.so.13, libcublas.so.13 (")
                .contains("NVIDIA's driver is missing");
        assertThat(Backends.missing(CUDART.replace("cudart", "cublas"),
                Set.of("libcudart.so.13", "libcuda.so.1")::contains)).contains("missing: libcublas.so.13 (")
                .doesNotContain("driver");
        assertThat(Backends.missing(CUDART.replace("libcudart.so.13", "libcuda.so.1"), _ -> true))
                .isEqualTo("NVIDIA's driver is missing (libcuda.so.1 comes with it)");
    }

    /** What ggml-cuda.cu logs. */
    @Test
    void without_a_gpu_that_the_driver_and_the_build_can_use() {
        assertThat(Backends.words(Kind.CUDA, Optional.empty(), _ -> true,
                "ggml_cuda_init: failed to initialize CUDA: CUDA driver version is insufficient for CUDA runtime version"))
                .contains("driver 580").contains("CUDA driver version is insufficient");
    }

    @Test
    void other_words_are_kept() {
        assertThat(Backends.missing("version `GLIBC_2.99' not found", _ -> true)).contains("GLIBC_2.99");
        assertThat(Backends.missing("libfoo-1.so.2: cannot open shared object file", _ -> true))
                .isEqualTo("the library libfoo-1.so.2 is missing");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void only_parts_that_are_there_and_give_nothing_are_told() throws Exception {
        for (String name : List.of("libggml-base.so", "libggml-cpu-haswell.so", "libggml-cuda.so",
                "libggml-vulkan.so")) {
            Files.writeString(folder.resolve(name), "no library");
        }
        Device gpu = new Device(1, "Vulkan0", "a GPU", true, 0, 0);
        assertThat(Backends.silent(folder, List.of(CPU, gpu), "")).singleElement().asString()
                .startsWith("its part for CUDA gives no device: ").contains("libggml-cuda.so");
        assertThat(Backends.silent(folder, List.of(CPU), "")).hasSize(2);
        Files.delete(folder.resolve("libggml-cuda.so"));
        assertThat(Backends.silent(folder, List.of(CPU, gpu), "")).isEmpty();
    }
}
