package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.model.UnusableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any process is started. */
class LlamaCppRefusalTest {
    @TempDir
    private Path folder = Path.of("");

    private static LlamaCppOptions options(String... pairs) throws UnusableModel {
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return LlamaCppOptions.of(map);
    }

    @ParameterizedTest
    @CsvSource({"contxt,5,llama.cpp has no option contxt", "context,0,whole number from 1", "threads,x,whole number",
            "exact,yes,should be true or false", "kv-type,q8_0,goes with exact: false",
            "split,tensor,should be none or layer or row", "gpu-layers,-1,whole number from 0",
            "parallel,257,whole number from 1 to 256"})
    void options_that_are_wrong(String name, String value, String message) {
        assertThatThrownBy(() -> options(name, value)).isInstanceOf(UnusableModel.class).hasMessageContaining(message);
    }

    @Test
    void cache_types_that_are_unknown() {
        assertThatThrownBy(() -> options("exact", "false", "kv-type", "q9_9")).isInstanceOf(UnusableModel.class)
                .hasMessageContaining("one or two of f32, f16");
    }

    @Test
    void options_say_what_is_in_force() throws Exception {
        assertThat(options().resolved(512, List.of("CPU"), false)).containsEntry("exact", "true")
                .containsEntry("kv-type", "f32").containsEntry("context", "512").containsEntry("parallel", "1");
        LlamaCppOptions rough = options("exact", "false", "kv-type", "q8_0,f16", "gpu-layers", "all");
        assertThat(rough.keys()).isEqualTo(CacheType.Q8_0);
        assertThat(rough.values()).isEqualTo(CacheType.F16);
        assertThat(rough.resolved(1, List.of("CUDA0"), false)).containsEntry("kv-type", "q8_0,f16")
                .containsEntry("gpu-layers", "all").containsEntry("devices", "CUDA0");
    }

    /** A whole copy on each GPU has a worker of its own. */
    @Test
    void several_devices_are_one_worker_or_many() throws Exception {
        Path library = Path.of("/lib");
        Path file = Path.of("/x.gguf");
        List<LoadSettings> apart = options("devices", "0, 1", "split", "none").settings(library, file, new TreeMap<>());
        assertThat(apart).extracting(LoadSettings::devices).containsExactly(List.of("0"), List.of("1"));
        assertThat(options("devices", "0,1").settings(library, file, new TreeMap<>())).hasSize(1);
    }

    private Path file(String name, byte... bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> GgufFile.of(file.toString())).isInstanceOf(UnusableModel.class)
                .hasMessageContaining(message);
    }

    @Test
    void files_that_are_no_gguf() throws Exception {
        refused(folder, "is a folder");
        refused(folder.resolve("none.gguf"), "no such file");
        refused(file("empty.gguf"), "is no GGUF file");
        refused(file("other.gguf", (byte) 'G', (byte) 'G', (byte) 'M', (byte) 'L', (byte) 3, (byte) 0, (byte) 0,
                (byte) 0), "is no GGUF file");
        refused(file("old.gguf", (byte) 'G', (byte) 'G', (byte) 'U', (byte) 'F', (byte) 1, (byte) 0, (byte) 0,
                (byte) 0), "version 1");
    }

    @Test
    void files_that_are_not_all_there() throws Exception {
        byte[] head = {'G', 'G', 'U', 'F', 3, 0, 0, 0};
        Path second = file("m-00002-of-00002.gguf", head);
        refused(second, "m-00001-of-00002.gguf is missing");
        Path first = file("m-00001-of-00002.gguf", head);
        refused(second, "give the first of the model's files: m-00001-of-00002.gguf");
        assertThat(GgufFile.of(first.toString()).path()).isEqualTo(first);
    }

    @Test
    void libraries_are_looked_for_where_they_are_said_to_be_and_nowhere_else() throws Exception {
        Path wrong = folder.resolve("wrong");
        LibraryPlaces places = new LibraryPlaces(Map.of(LibraryPlaces.VARIABLE, wrong.toString()), folder);
        assertThatThrownBy(() -> places.library(Optional.empty())).isInstanceOf(UnusableModel.class)
                .hasMessageContaining("MEKIKI_LLAMA_LIB: no libllama").hasMessageContaining(wrong.toString());
        Path right = Files.createDirectories(folder.resolve("right"));
        for (String name : List.of("libllama.so", "libggml.so", "libggml-base.so")) {
            Files.writeString(right.resolve(name), "");
        }
        assertThat(places.library(Optional.of(right.toString())).folder()).isEqualTo(right);
        assertThatThrownBy(() -> places.library(Optional.of(wrong.toString()))).isInstanceOf(UnusableModel.class)
                .hasMessageContaining("option lib:");
    }

    private Path installed(String variant, long second) throws IOException {
        Path place = folder.resolve(variant);
        Path bins = Files.createDirectories(
                place.resolve("node_modules/@node-llama-cpp/linux-x64-" + variant + "/bins/linux-x64-" + variant));
        for (String name : List.of("libllama.v0.5.0.so", "libggml.v0.5.0.so", "libggml-base.so")) {
            Files.writeString(bins.resolve(name), "");
        }
        Files.setLastModifiedTime(place, FileTime.from(second, TimeUnit.SECONDS));
        return bins;
    }

    @Test
    void what_was_installed_last_is_taken() throws Exception {
        LibraryPlaces places = new LibraryPlaces(Map.of(), folder);
        Path cuda = installed("cuda", 1000);
        assertThat(places.library(Optional.empty()).folder()).isEqualTo(cuda);
        Path vulkan = installed("vulkan", 2000);
        assertThat(places.found()).containsKeys("installed: cuda", "installed: vulkan");
        assertThat(places.library(Optional.empty()).folder()).isEqualTo(vulkan);
    }
}
