package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    private static List<String> read(String stream, int size) throws IOException {
        ServerSentEvents events = new ServerSentEvents(1000);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> read = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            read.addAll(events.add(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length))));
        }
        read.addAll(events.end());
        return read;
    }

    /** The examples of the HTML standard, 9.2.6, and Japanese. */
    @Test
    void any_line_ends_in_any_pieces() throws IOException {
        String stream = "\uFEFFdata: YHOO\ndata: +2\r\ndata: 10\r\r: comment\n\nevent: x\ndata:日本\nid: 1\n\ndata\n\ndata:  two\n\ndata: 👍🏽";
        for (int size = 1; size < 40; size++) {
            assertThat(read(stream, size)).as("in pieces of %d", size).containsExactly("YHOO\n+2\n10", "日本", " two",
                    "👍🏽");
        }
    }

    @Test
    void an_event_without_end_is_refused() {
        assertThatThrownBy(() -> read("data: " + "x".repeat(2000), 100)).hasMessageContaining("more than 1000 bytes");
        assertThatThrownBy(() -> read("data: x\n".repeat(2000), 100)).hasMessageContaining("more than 1000 bytes");
    }
}
