package dev.mekiki.load.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples from the WHATWG's text on event streams, section 9.2.6, and cuts at every byte. */
class EventSplitterTest {
    private final List<String> data = new ArrayList<>();
    private final EventSplitter splitter = new EventSplitter((bytes, from, to, error) -> data
            .add((error ? "error:" : "") + new String(bytes, from, to - from, StandardCharsets.UTF_8)));

    private void feed(String stream, int piece) throws EventSplitter.TooLong {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            splitter.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void cut_anywhere_events_are_the_same(int piece) throws Exception {
        feed("\uFEFF: a comment\n\ndata: 目利き\n\ndata:no blank\r\n\r\ndata: two\ndata: lines\ndata:\ndata: and\n\n"
                + "id: 1\nevent: error\ndata: {\"oh\"}\n\ndata: old\rdata: Mac\r\rretry: 3\n\ndata\n\ndata: half",
                piece);
        assertThat(data).containsExactly("目利き", "no blank", "two\nlines\n\nand", "error:{\"oh\"}", "old\nMac");
    }

    @Test
    void thousands_of_events_in_one_read() throws Exception {
        feed("data: {\"x\":1}\n\n".repeat(5000), 1 << 16);
        assertThat(data).hasSize(5000).containsOnly("{\"x\":1}");
    }

    @Test
    void an_event_of_megabytes_is_taken_and_one_without_an_end_is_not() throws Exception {
        feed("data: " + "x".repeat(3 << 20) + "\n\n", 70_001);
        assertThat(data.getFirst()).hasSize(3 << 20);
        assertThatThrownBy(() -> feed("data: " + "x".repeat(17 << 20), 1 << 20))
                .isInstanceOf(EventSplitter.TooLong.class);
    }
}
