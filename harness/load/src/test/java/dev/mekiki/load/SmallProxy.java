package dev.mekiki.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy of HTTP that keeps the first line of all it was asked: it tunnels, and sends on what comes with a whole address. */
final class SmallProxy implements AutoCloseable {
    private final ServerSocket server;
    private final boolean willing;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param willing whether it connects to anything at all */
    SmallProxy(boolean willing) throws IOException {
        this.willing = willing;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    // the test is over
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> asked() {
        return asked;
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String[] words = head.split("[ \r]", 4);
            asked.add(words[0] + " " + words[1]);
            if (!willing) {
                client.getOutputStream().write("HTTP/1.1 403 Not here\r\nContent-Length: 0\r\n\r\n".getBytes(
                        StandardCharsets.US_ASCII));
                return;
            }
            boolean tunnel = words[0].equals("CONNECT");
            URI to = URI.create(tunnel ? "https://" + words[1] : words[1]);
            try (Socket behind = new Socket(to.getHost(), to.getPort())) {
                Thread.ofVirtual().start(() -> copy(behind, client));
                if (tunnel) {
                    client.getOutputStream().write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    copy(client, behind);
                    return;
                }
                for (String next = head; !next.isEmpty(); next = head(client.getInputStream())) {
                    String[] line = next.split(" ", 3);
                    behind.getOutputStream().write((line[0] + " " + URI.create(line[1]).getRawPath() + " " + line[2])
                            .getBytes(StandardCharsets.ISO_8859_1));
                    int length = Integer.parseInt(next.replaceAll("(?is).*content-length: *(\\d+).*", "$1"));
                    behind.getOutputStream().write(client.getInputStream().readNBytes(length));
                }
            }
        } catch (IOException e) {
            // one of the two is gone
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // as above
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
