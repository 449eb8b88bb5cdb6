package dev.mekiki.license;

import java.util.Optional;

/**
 * One place where a model's files say something about its license.
 *
 * @param entry the license, where it is in the catalogue
 * @param called what the file calls it
 * @param source file, or {@code file: key}
 * @param sha256 of the file, in hex
 * @param through {@code own}, {@code code}, {@code base:…} or {@code outputs:…}
 */
record Statement(Kind kind, Optional<LicenseEntry> entry, String called, String source, Optional<String> sha256,
        String through) {
    enum Kind {
        /** A card or configuration names it. */
        DECLARED,
        /** A file is the license's text, word by word. */
        EXACT,
        /** A file is the license's text, by title and phrases. */
        PHRASES,
        /** A file refers to it and says nothing else. */
        POINTER,
        /** A file that could be anything. */
        UNKNOWN
    }

    static final String OWN = "own";
    /** Of code that comes with the model, not of the model. */
    static final String CODE = "code";

    /** Whether its terms hold for who uses the model. */
    boolean binds() {
        return !through.equals(CODE);
    }

    boolean isText() {
        return kind == Kind.EXACT || kind == Kind.PHRASES;
    }
}
