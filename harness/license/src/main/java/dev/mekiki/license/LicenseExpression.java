package dev.mekiki.license;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Licenses joined by AND, OR, commas and the like, as SPDX expressions and free hands write them; all of them are taken to hold. */
final class LicenseExpression {
    private static final int LONGEST = 300;
    private static final Pattern JOINT = Pattern.compile("(?i)\\s+(?:and|or)\\s+|\\s*[,&+;]\\s*|\\s+with\\s+\\S+");

    private LicenseExpression() {}

    /** The text as a whole where the catalogue knows it, else its parts. */
    static List<String> ids(String text, Catalogue catalogue) {
        String whole = text.strip();
        if (whole.length() > LONGEST || catalogue.find(whole).isPresent()) {
            return List.of(whole);
        }
        List<String> parts = Stream.of(JOINT.split(whole.replace('(', ' ').replace(')', ' '), -1)).map(String::strip)
                .filter(part -> !part.isEmpty()).toList();
        return parts.size() > 1 && parts.stream().anyMatch(part -> catalogue.find(part).isPresent())
                ? parts
                : List.of(whole);
    }
}
