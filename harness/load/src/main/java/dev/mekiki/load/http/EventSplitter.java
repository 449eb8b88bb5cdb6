package dev.mekiki.load.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Splits a stream of server-sent events into their data, on bytes: nothing is decoded, so a character may be cut anywhere. Lines end with LF,
 * CR LF or CR; several data lines of an event are joined by LF; comments are passed over (WHATWG HTML, section 9.2).
 */
final class EventSplitter {
    /** One event is a token or a few, with log-probabilities at most; this is a thousand times more. */
    static final int LONGEST_EVENT = 16 << 20;

    /** Told of each event's data. */
    @FunctionalInterface
    interface Sink {
        /** @param error whether the event's type is {@code error} */
        void data(byte[] bytes, int from, int to, boolean error);
    }

    /** An event is longer than {@link #LONGEST_EVENT}. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("an event is longer than " + (LONGEST_EVENT >> 20) + " MiB");
        }
    }

    private final Sink sink;
    private byte[] buffer = new byte[2048];
    private int start;
    private int scan;
    private int end;
    private int lineStart;
    private boolean afterReturn;
    private boolean begun;
    /** Of the event so far, in the buffer; −1 where it has no data yet. */
    private int dataFrom = -1;
    private int dataTo;
    private boolean error;

    EventSplitter(Sink sink) {
        this.sink = sink;
    }

    void feed(ByteBuf bytes) throws TooLong {
        int length = bytes.readableBytes();
        reserve(length);
        bytes.readBytes(buffer, end, length);
        end += length;
        split();
    }

    void feed(byte[] bytes) throws TooLong {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, end, bytes.length);
        end += bytes.length;
        split();
    }

    /** Makes room; bytes of events that were told already are given up. */
    private void reserve(int length) throws TooLong {
        if (start == end) {
            start = scan = end = lineStart = 0;
        }
        if (buffer.length - end >= length) {
            return;
        }
        int kept = end - start;
        if (kept + (long) length > LONGEST_EVENT) {
            throw new TooLong();
        }
        byte[] roomy = kept + length <= buffer.length
                ? buffer
                : new byte[Math.max(kept + length, Math.min(LONGEST_EVENT, 2 * buffer.length))];
        System.arraycopy(buffer, start, roomy, 0, kept);
        buffer = roomy;
        scan -= start;
        lineStart -= start;
        if (dataFrom >= 0) {
            dataFrom -= start;
            dataTo -= start;
        }
        end = kept;
        start = 0;
    }

    private void split() {
        if (!begun && end - start >= 3) {
            begun = true;
            if (buffer[start] == (byte) 0xEF && buffer[start + 1] == (byte) 0xBB && buffer[start + 2] == (byte) 0xBF) {
                start += 3;
                scan = lineStart = start;
            }
        }
        byte[] bytes = buffer;
        int at = scan;
        int to = end;
        while (at < to) {
            byte b = bytes[at];
            if (b == '\n' && afterReturn) {
                // the second half of CR LF
                afterReturn = false;
                at++;
                lineStart = at;
                if (dataFrom < 0) {
                    start = at;
                }
                continue;
            }
            afterReturn = false;
            while (b != '\n' && b != '\r') {
                at++;
                if (at == to) {
                    scan = at;
                    return;
                }
                b = bytes[at];
            }
            line(lineStart, at);
            afterReturn = b == '\r';
            at++;
            lineStart = at;
            if (dataFrom < 0) {
                start = at;
            }
        }
        scan = at;
    }

    private void line(int from, int to) {
        if (from == to) {
            if (dataFrom >= 0) {
                int first = dataFrom;
                dataFrom = -1;
                sink.data(buffer, first, dataTo, error);
            }
            error = false;
        } else if (starts(from, to, DATA)) {
            int value = afterColon(from + DATA.length, to);
            if (dataFrom < 0) {
                dataFrom = value;
                dataTo = to;
            } else {
                // moved down to follow the first line's data: both stand before what is still to be read
                buffer[dataTo] = '\n';
                System.arraycopy(buffer, value, buffer, dataTo + 1, to - value);
                dataTo += 1 + to - value;
            }
        } else if (starts(from, to, EVENT)) {
            int value = afterColon(from + EVENT.length, to);
            error = Arrays.equals(buffer, value, to, ERROR, 0, ERROR.length);
        }
    }

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't', ':'};
    private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};

    private boolean starts(int from, int to, byte[] field) {
        return to - from >= field.length
                && Arrays.equals(buffer, from, from + field.length, field, 0, field.length);
    }

    private int afterColon(int at, int to) {
        return at < to && buffer[at] == ' ' ? at + 1 : at;
    }
}
