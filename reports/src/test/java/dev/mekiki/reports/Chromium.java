package dev.mekiki.reports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A browser without a window, where one is installed. */
record Chromium(Path program) {
    static Optional<Chromium> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return List.of("chromium", "chromium-browser", "google-chrome").stream()
                .flatMap(name -> List.of(path.split(java.io.File.pathSeparator)).stream()
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst().map(Chromium::new);
    }

    /** The document after everything in it had its chance to run. */
    String dom(Path page, Path profile) throws IOException, InterruptedException {
        Path out = Files.createTempFile(profile, "dom", ".html");
        Process process = new ProcessBuilder(program.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--user-data-dir=" + profile.resolve("profile"), "--virtual-time-budget=2000",
                "--dump-dom", page.toUri().toString()).redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser did not end in 90 seconds");
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
