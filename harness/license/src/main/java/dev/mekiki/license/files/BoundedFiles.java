package dev.mekiki.license.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads files of a folder somebody else wrote: never more than a bound, and only what is a plain file. A file may be a symbolic link
 * inside the folder, or as the Hugging Face cache lays it out ({@code snapshots/REVISION/file → ../../blobs/HASH}).
 */
public final class BoundedFiles {
    /** More entries than this are not a model's folder. */
    private static final int MOST_FILES = 10_000;

    private BoundedFiles() {}

    /** Names of the plain files directly in the folder, sorted; a link that leads out of it is none of them. */
    public static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.limit(MOST_FILES).filter(Files::isRegularFile).filter(path -> !leadsOut(folder, path))
                    .map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    /** Names of links directly in the folder that lead out of it, sorted. */
    public static List<String> linksOut(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.limit(MOST_FILES).filter(path -> leadsOut(folder, path))
                    .map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    /** Whether the file is a symbolic link to something that is not the model's. */
    static boolean leadsOut(Path folder, Path file) {
        if (!Files.isSymbolicLink(file)) {
            return false;
        }
        try {
            Path real = file.toRealPath();
            Path home = folder.toRealPath();
            Path snapshots = home.getParent();
            boolean cached = snapshots != null && snapshots.endsWith("snapshots") && snapshots.getParent() != null
                    && real.startsWith(snapshots.getParent().resolve("blobs"));
            return !cached && !real.startsWith(home);
        } catch (IOException e) {
            return true;
        }
    }

    /** @return empty if the file is larger than {@code limit} bytes */
    public static Optional<byte[]> read(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
        }
    }

    /** UTF-8; a byte order mark is dropped and what is not UTF-8 becomes U+FFFD. */
    public static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Of a file of any size. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A digest to be fed. */
    public static MessageDigest sha256() {
        return digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
