package dev.mekiki.load.calibrate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built-in server in a process of its own, so that it takes neither time nor memory from the client. It ends when this process does. */
public final class MockProcess implements AutoCloseable {
    private final Process process;
    private final String url;

    private MockProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * @param command that starts the server, which prints its address as its first line and ends when its standard input does
     * @throws IOException if it does not start
     */
    public static MockProcess start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("http://")) {
            process.destroyForcibly();
            throw new IOException("the server for calibration did not start");
        }
        return new MockProcess(process, line.strip());
    }

    /** Up to {@code /v1}. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
