package dev.mekiki.engines.served;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A program that takes a server's arguments and speaks its protocol, with nothing but the JDK, so that it starts fast. What it does wrong
 * stands in the model's file behind {@code GGUF}, or in the question that it is asked.
 */
public final class FakeBinary {
    private static volatile boolean hangs;

    private FakeBinary() {}

    /** A script that starts it. */
    static Path in(Path folder) throws IOException {
        String classes = Path.of(FakeBinary.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
        Path script = folder.resolve("fake-server");
        Files.writeString(script, "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -cp '" + classes + "' "
                + FakeBinary.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /** A model's file that makes it behave in some way. */
    static Path model(Path folder, String behaviour) throws IOException {
        return Files.writeString(folder.resolve("model-" + behaviour.hashCode() + ".gguf"), "GGUF " + behaviour);
    }

    public static void main(String[] args) throws Exception {
        List<String> arguments = Arrays.asList(args);
        if (arguments.contains("--version")) {
            System.err.println("version: 7 (fake)");
            return;
        }
        if (arguments.contains("--list-devices")) {
            System.out.println("Available devices:");
            return;
        }
        String model = Files
                .readString(Path.of(arguments.contains("--model") ? after(arguments, "--model") : args[1], ""));
        String key = System.getenv().getOrDefault("LLAMA_API_KEY", System.getenv().getOrDefault("VLLM_API_KEY", ""));
        System.out.println("arguments " + arguments);
        System.out.println("devices " + System.getenv("CUDA_VISIBLE_DEVICES") + ", key " + key);
        if (model.contains("no-memory")) {
            System.out.println(
                    "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 90000.00 MiB on device 0: cudaMalloc failed: out of memory");
            System.out.println("main: exiting due to model loading error");
            System.exit(1);
        }
        if (model.contains("never-ready")) {
            Thread.sleep(60_000);
        }
        if (model.contains("talks")) {
            for (int i = 0; i < 200_000; i++) {
                System.out.println("line " + i + " of very many that nobody wants to keep");
            }
        }
        if (model.contains("child")) {
            Process child = new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 300 & wait").start();
            System.out.println("child " + child.pid());
        }
        ServerSocket socket = new ServerSocket(Integer.parseInt(after(arguments, "--port")), 64,
                InetAddress.getLoopbackAddress());
        while (true) {
            Socket client = socket.accept();
            Thread.ofVirtual().start(() -> serve(client, key));
        }
    }

    private static String after(List<String> arguments, String name) {
        return arguments.get(arguments.indexOf(name) + 1);
    }

    private static void serve(Socket client, String key) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String path = line(in).split(" ", -1)[1];
            int length = 0;
            boolean known = key.isEmpty();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String lower = line.toLowerCase(Locale.ROOT);
                length = lower.startsWith("content-length:") ? Integer.parseInt(line.substring(15).strip()) : length;
                known |= lower.startsWith("authorization:") && line.endsWith("Bearer " + key);
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            while (hangs) {
                Thread.sleep(100);
            }
            String answer = known || path.equals("/health") ? answer(path, body) : null;
            byte[] bytes = String.valueOf(answer == null ? "{\"error\":\"no key\"}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            client.getOutputStream().write(("HTTP/1.1 " + (answer == null ? 401 : answer.isEmpty() ? 404 : 200)
                    + " Said\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                    + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(bytes);
        } catch (IOException | InterruptedException e) {
            // the client is gone
        }
    }

    private static String answer(String path, String body) throws InterruptedException {
        if (body.contains("please crash")) {
            System.out.println("ggml.c:4711: GGML_ASSERT(n_tokens > 0) failed");
            Runtime.getRuntime().halt(134);
        }
        if (body.contains("please hang")) {
            hangs = true;
            Thread.sleep(60_000);
        }
        return switch (path) {
            case "/health" -> "{\"status\":\"ok\"}";
            case "/v1/models" -> "{\"data\":[{\"id\":\"served\",\"owned_by\":\"llamacpp\"}]}";
            case "/props" -> "{\"build_info\":\"b7-fake\",\"default_generation_settings\":{\"n_ctx\":512}}";
            case "/v1/completions" ->
                "{\"choices\":[{\"text\":\"東京です。\",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";
            case "/v1/chat/completions" ->
                "{\"choices\":[{\"message\":{\"content\":\"東京です。\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";
            default -> "";
        };
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
