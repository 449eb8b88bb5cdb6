package dev.mekiki.license.gguf;

import dev.mekiki.license.files.BoundedFiles;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Numbers and texts of a GGUF header in the file's own byte order and width; knows where it is and how much is left. */
final class HeaderInput implements AutoCloseable {
    /** Longer texts are skipped, not kept: chat templates are the longest that matter. */
    private static final int LONGEST_KEPT = 1 << 20;
    private static final int LONGEST = 64 << 20;
    private final InputStream in;
    private final long size;
    private final MessageDigest digest = BoundedFiles.sha256();
    private final byte[] skipped = new byte[1 << 14];
    private long position;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean narrow;

    HeaderInput(Path file) throws IOException {
        this.size = Files.size(file);
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    void order(ByteOrder byteOrder) {
        order = byteOrder;
    }

    /** Counts and lengths have 32 bits, as in version 1. */
    void narrow() {
        narrow = true;
    }

    long position() {
        return position;
    }

    long left() {
        return size - position;
    }

    byte[] bytes(int count) throws IOException {
        if (count > left()) {
            throw new EOFException("it ends within its header, at byte " + size);
        }
        byte[] bytes = in.readNBytes(count);
        position += bytes.length;
        if (bytes.length < count) {
            throw new EOFException("it became shorter while it was read");
        }
        digest.update(bytes);
        return bytes;
    }

    ByteBuffer buffer(int count) throws IOException {
        return ByteBuffer.wrap(bytes(count)).order(order);
    }

    int int32() throws IOException {
        return buffer(4).getInt();
    }

    /** A count or a length: of 32 bits in version 1, of 64 after it. */
    long length() throws IOException {
        return narrow ? Integer.toUnsignedLong(int32()) : buffer(8).getLong();
    }

    void skip(long count) throws IOException {
        if (count < 0 || count > left()) {
            throw new EOFException("it ends within its header, at byte " + size);
        }
        for (long left = count; left > 0;) {
            int read = in.read(skipped, 0, (int) Math.min(left, skipped.length));
            if (read < 0) {
                throw new EOFException("it became shorter while it was read");
            }
            digest.update(skipped, 0, read);
            left -= read;
        }
        position += count;
    }

    /** SHA-256, in hex, of all that was read; to be asked once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** @return empty for a text too long to be kept */
    Optional<String> text() throws IOException {
        long length = length();
        if (length < 0 || length > LONGEST || length > left()) {
            throw new EOFException("a text of " + Long.toUnsignedString(length) + " bytes, of which " + left()
                    + " are there");
        }
        if (length > LONGEST_KEPT) {
            skip(length);
            return Optional.empty();
        }
        return Optional.of(new String(bytes((int) length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
