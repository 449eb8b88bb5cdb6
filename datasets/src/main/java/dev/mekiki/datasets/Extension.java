package dev.mekiki.datasets;

import java.nio.file.Path;
import java.util.Locale;

/** What a file's name ends with. */
final class Extension {
    private Extension() {}

    /** In lower case, without the dot; empty if there is none. */
    static String of(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
