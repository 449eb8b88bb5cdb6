package dev.mekiki.journal;

import dev.mekiki.domain.JournalEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * One event as one line: a JSON object whose last key is {@code crc32c}, the CRC-32C (eight hexadecimal digits) of all the line's
 * bytes before the comma in front of that key.
 */
final class JournalLine {
    private static final byte[] KEY = ",\"crc32c\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int SUFFIX = KEY.length + DIGITS + END.length;

    private static final ObjectWriter WRITER = JournalFormat.MAPPER.writerFor(JournalEvent.class);
    private static final ObjectReader READER = JournalFormat.MAPPER.readerFor(JournalEvent.class);

    private JournalLine() {}

    /** The line's bytes, the line feed included. */
    static byte[] write(JournalEvent event) {
        byte[] object = WRITER.writeValueAsBytes(event);
        int content = object.length - 1;
        byte[] line = Arrays.copyOf(object, content + SUFFIX + 1);
        System.arraycopy(KEY, 0, line, content, KEY.length);
        byte[] digits = digits(line, content);
        System.arraycopy(digits, 0, line, content + KEY.length, DIGITS);
        System.arraycopy(END, 0, line, content + KEY.length + DIGITS, END.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /**
     * @param line without its line feed
     * @throws Broken if the checksum is missing or wrong, or the event is none that this version knows
     */
    static JournalEvent read(byte[] line) throws Broken {
        int content = line.length - SUFFIX;
        if (content < 2 || !Arrays.equals(line, content, content + KEY.length, KEY, 0, KEY.length)
                || !Arrays.equals(line, line.length - END.length, line.length, END, 0, END.length)) {
            throw new Broken("it does not end with its checksum", true);
        }
        if (!Arrays.equals(line, content + KEY.length, content + KEY.length + DIGITS, digits(line, content), 0,
                DIGITS)) {
            throw new Broken("its checksum does not fit", true);
        }
        try {
            return READER.readValue(line);
        } catch (JacksonException e) {
            throw new Broken("it holds no event that this version reads: " + e.getOriginalMessage(), false);
        } catch (IllegalArgumentException e) {
            throw new Broken("it holds an impossible event: " + e.getMessage(), false);
        }
    }

    private static byte[] digits(byte[] line, int content) {
        CRC32C crc = new CRC32C();
        crc.update(line, 0, content);
        return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }

    /** A line that is not one. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean torn;

        Broken(String message, boolean torn) {
            super(message);
            this.torn = torn;
        }

        /** Whether a write that was cut short explains it; a whole line that is not understood is never to be thrown away. */
        boolean torn() {
            return torn;
        }
    }
}
