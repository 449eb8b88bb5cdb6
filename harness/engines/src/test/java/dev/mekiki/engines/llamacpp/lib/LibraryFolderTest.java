package dev.mekiki.engines.llamacpp.lib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {
    @TempDir
    private Path folder = Path.of("");

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(String.valueOf(file.getParent()).isEmpty() ? folder : file.getParent());
            Files.writeString(file, "");
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Files of @node-llama-cpp/linux-x64-cuda 3.22.1. */
    @Test
    void a_package_whose_names_tell_the_build() throws Exception {
        files("libggml-base.so", "libggml-cpu-haswell.so", "libggml-cpu-x64.so", "libggml.cuda.v0.5.0.so",
                "libggml-cuda.so", "libllama-common.so", "libllama.cuda.v0.5.0.so");
        LibraryFolder found = LibraryFolder.of(folder);
        assertThat(name(found.llama())).isEqualTo("libllama.cuda.v0.5.0.so");
        assertThat(name(found.ggml())).isEqualTo("libggml.cuda.v0.5.0.so");
        assertThat(name(found.base())).isEqualTo("libggml-base.so");
        assertThat(found.cpu()).isEmpty();
        assertThat(found.namedBuild()).contains("v0.5.0");
    }

    /** A release archive of llama.cpp or a package of a distribution. */
    @Test
    void libraries_with_numbers_and_links() throws Exception {
        files("lib/libllama.so.0.0.7000", "lib/libllama.so.0", "lib/libllama.so", "lib/libggml.so", "lib/libggml.so.0",
                "lib/libggml-base.so.0", "lib/libggml-cpu.so", "lib/libmtmd.so");
        LibraryFolder found = LibraryFolder.of(folder);
        assertThat(name(found.llama())).isEqualTo("libllama.so");
        assertThat(found.cpu().map(LibraryFolderTest::name)).contains("libggml-cpu.so");
        assertThat(found.namedBuild()).isEmpty();
    }

    @Test
    void macos_and_windows() throws Exception {
        files("libllama.b6673.dylib", "libggml.b6673.dylib", "libggml-base.dylib");
        assertThat(LibraryFolder.of(folder).namedBuild()).contains("b6673");
        files("bin/llama.dll", "bin/ggml.dll", "bin/ggml-base.dll", "bin/ggml-cpu-x64.dll");
        assertThat(name(LibraryFolder.of(folder).llama())).isEqualTo("libllama.b6673.dylib");
        assertThat(name(LibraryFolder.of(folder.resolve("bin")).llama())).isEqualTo("llama.dll");
    }

    @Test
    void what_is_missing_is_said() throws Exception {
        assertThatThrownBy(() -> LibraryFolder.of(folder)).isInstanceOf(LlamaException.class)
                .hasMessageContaining("no libllama");
        files("libllama.so", "libggml.so");
        assertThatThrownBy(() -> LibraryFolder.of(folder)).isInstanceOf(LlamaException.class)
                .hasMessageContaining("not ggml-base");
    }
}
