package dev.mekiki.port;

/** Something that can be found by its name, listed and shown. */
public interface Named {
    /** As users write it: lower case, digits, dashes, dots or underscores. */
    String name();

    /** One line that says what it is. */
    String summary();
}
