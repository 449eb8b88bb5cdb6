package dev.mekiki.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times {@code mekiki run} as a user starts it, against a server in this process that answers at once: what is left is Mekiki's own time,
 * the JVM's start included. Arguments: how many samples (4,000), workers (64), repetitions (5), the launcher ({@code ./mekiki}). Nothing
 * else should run on the machine.
 */
public final class InstantEndpoint {
    private InstantEndpoint() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int samples = number(arguments, 0, 4000);
        int workers = number(arguments, 1, 64);
        int repetitions = number(arguments, 2, 5);
        String launcher = arguments.length > 3 ? arguments[3] : "./mekiki";
        try (ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> accept(socket));
            Path folder = Files.createTempDirectory("instant-endpoint");
            write(folder, samples, workers, socket.getLocalPort());
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < repetitions; i++) {
                long start = System.nanoTime();
                int code = new ProcessBuilder(launcher, "run", folder.resolve("plan.yaml").toString(), "--out",
                        folder.resolve("out" + i).toString()).redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out" + i + ".txt").toFile()).start().waitFor();
                seconds.add((System.nanoTime() - start) / 1e9);
                System.out.printf(Locale.ROOT, "%.2f s, exit code %d%n", seconds.getLast(), code);
            }
            double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(Locale.ROOT, "%d samples, %d workers: median %.2f s (%.2f to %.2f)%n", samples, workers,
                    sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static void write(Path folder, int samples, int workers, int port) throws IOException {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < samples; i++) {
            data.append("{\"question\":\"次の文章を読んで、質問に答えてください。質問").append(i)
                    .append("：本店の営業時間は何時からですか。\",\"answer\":\"午前")
                    .append(i % 12).append("時から\"}\n");
        }
        Files.writeString(folder.resolve("data.jsonl"), data);
        Files.writeString(folder.resolve("suite.yaml"), """
                suite: mekiki/1
                name: many
                version: "1"
                language: ja
                license: CC0-1.0
                tasks:
                  - {name: hours, data: data.jsonl, prompt: "{{question}}", target: "{{answer}}", answer: generate,
                     generate: {max-tokens: 64}, metrics: [exact_match]}
                """);
        Files.writeString(folder.resolve("plan.yaml"), """
                plan: mekiki/1
                name: many
                candidates:
                  - {name: instant, model: instant, engine: openai, options: {url: "http://127.0.0.1:%d/v1"}}
                suites: [{suite: suite.yaml}]
                run: {workers: %d}
                """.formatted(port, workers));
    }

    private static void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private static void serve(Socket client) {
        byte[] answer = response(
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"午前9時から\"},\"text\":\"午前9時から\","
                        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":6}}");
        byte[] models = response("{\"data\":[{\"id\":\"instant\"}]}");
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
            byte[] line = new byte[1 << 16];
            while (true) {
                int length = -1;
                boolean get = false;
                int body = 0;
                do {
                    length = line(in, line);
                    if (length < 0) {
                        return;
                    }
                    String text = new String(line, 0, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
                    get |= text.startsWith("get ");
                    body = text.startsWith("content-length:") ? Integer.parseInt(text.substring(15).strip()) : body;
                } while (length > 0);
                in.skipNBytes(body);
                client.getOutputStream().write(get ? models : answer);
            }
        } catch (IOException _) {
            // the client went away
        }
    }

    /** @return the line's length without its end, or -1 where there is none */
    private static int line(InputStream in, byte[] line) throws IOException {
        for (int i = 0; i < line.length; i++) {
            int b = in.read();
            if (b < 0) {
                return -1;
            }
            if (b == '\n') {
                return i > 0 && line[i - 1] == '\r' ? i - 1 : i;
            }
            line[i] = (byte) b;
        }
        throw new IOException("a header line without end");
    }

    private static byte[] response(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
