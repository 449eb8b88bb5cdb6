package dev.mekiki.license.files;

import java.util.regex.Pattern;

/** Names of tensors: those of one kind differ in the numbers of layers and experts alone. */
final class TensorNames {
    private static final Pattern NUMBER = Pattern.compile("(?<=\\.)\\d+(?=\\.)");

    private TensorNames() {}

    /** The name with every number between dots as 0, so that what holds for one layer is asked once. */
    static String kind(String name) {
        return NUMBER.matcher(name).replaceAll("0");
    }
}
