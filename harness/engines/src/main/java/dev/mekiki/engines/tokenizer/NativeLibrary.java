package dev.mekiki.engines.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Unpacks the tokenizers library from the jar into a folder that only this user can read, fresh for each process. DJL would
 * take whatever lies in a folder under the home directory, or download a build for the GPU it sees, and report to its makers.
 */
final class NativeLibrary {
    private static final String NAME = System.mapLibraryName("tokenizers");

    private NativeLibrary() {}

    /** Must run before DJL's first class is used. Several calls are as good as one. */
    static synchronized void prepare() throws IOException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getenv("RUST_LIBRARY_PATH") != null || System.getProperty("RUST_LIBRARY_PATH") != null) {
            return;
        }
        Path folder = Files.createTempDirectory("mekiki-tokenizers-");
        Path library = folder.resolve(NAME);
        folder.toFile().deleteOnExit();
        library.toFile().deleteOnExit();
        String resource = "native/lib/" + platform() + "/cpu/" + NAME;
        try (InputStream in = Optional.ofNullable(NativeLibrary.class.getClassLoader().getResourceAsStream(resource))
                .orElseThrow(() -> new IOException("the tokenizers library has no build for " + platform()))) {
            Files.copy(in, library);
        }
        System.setProperty("RUST_LIBRARY_PATH", library.toString());
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
        String machine = System.getProperty("os.arch");
        return os + "-" + (machine.equals("amd64") ? "x86_64" : machine);
    }
}
