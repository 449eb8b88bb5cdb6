package dev.mekiki.engines.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes server-sent events apart (WHATWG HTML, 9.2). Bytes are split at line ends and decoded line by line, so that a character may lie
 * in two pieces. Only {@code data} is kept; comments and other fields are left out.
 */
final class ServerSentEvents {
    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCr;
    private boolean first = true;

    /** @param limit most bytes of one event */
    ServerSentEvents(int limit) {
        this.limit = limit;
    }

    /**
     * @return the data of the events that became complete
     * @throws IOException if an event is too large
     */
    List<String> add(byte[] bytes) throws IOException {
        List<String> events = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b != LF && b != CR) {
                afterCr = false;
                continue;
            }
            boolean second = b == LF && afterCr && i == from;
            afterCr = b == CR;
            if (!second) {
                line.write(bytes, from, i - from);
                line(events);
            }
            from = i + 1;
        }
        line.write(bytes, from, bytes.length - from);
        if (line.size() + data.length() > limit) {
            throw new IOException("one event of the stream has more than " + limit + " bytes");
        }
        return events;
    }

    /** The last event, where the stream ended without the empty line behind it. */
    List<String> end() {
        List<String> events = new ArrayList<>();
        line(events);
        if (hasData) {
            dispatch(events);
        }
        return events;
    }

    private void line(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        first = false;
        if (text.isEmpty()) {
            if (hasData) {
                dispatch(events);
            }
        } else if (text.startsWith("data:")) {
            if (hasData) {
                data.append('\n');
            }
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
            hasData = true;
        }
    }

    private void dispatch(List<String> events) {
        events.add(data.toString());
        data.setLength(0);
        hasData = false;
    }
}
