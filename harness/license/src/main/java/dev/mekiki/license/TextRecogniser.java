package dev.mekiki.license;

import dev.mekiki.license.LicenseEntry.Document;
import dev.mekiki.license.LicenseEntry.Matching;
import dev.mekiki.license.LicenseEntry.Role;
import dev.mekiki.license.text.Difference;
import dev.mekiki.license.text.Fingerprint;
import dev.mekiki.license.text.Template;
import dev.mekiki.license.text.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says which license a text is. */
final class TextRecogniser {
    /** What a text turned out to be. */
    sealed interface Recognised {
        /** @param exact word by word; otherwise by title and phrases, with no word that could change it */
        record Known(LicenseEntry entry, Role role, boolean exact) implements Recognised {}

        /** Looks like the license and isn't. {@code how} is an English message. */
        record Differs(LicenseEntry entry, Matching matching, String how) implements Recognised {}

        /** @param plain whether it says nothing else */
        record Pointer(LicenseEntry entry, boolean plain) implements Recognised {}

        record Unknown() implements Recognised {}
    }

    /** Revisions change dates and addresses. */
    private static final double ALMOST_ALL = 0.98;
    private static final int TITLE_WITHIN = 80;
    private static final int LONGEST_POINTER = 150;
    private static final int LONGEST_NOTICE = 15;
    private static final int SHOWN_WORDS = 30;
    private static final Set<String> POINTING = Set.of("license", "licensed", "licenses", "terms", "released", "under",
            "the", "this", "that", "a", "an", "is", "are", "model", "models", "weights", "code", "work", "project",
            "repository", "available", "made", "see", "for", "details", "full", "text", "at", "copy", "of", "to",
            "view", "visit", "please", "refer", "file", "http", "and", "in", "international", "creative", "commons",
            "version", "spdx", "identifier", "distributed");
    private final Catalogue catalogue;

    TextRecogniser(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Recognised recognise(String text) {
        List<String> words = Words.withoutNotices(text);
        return whole(words).or(() -> notice(text, words)).or(() -> phrases(words)).or(() -> similar(words))
                .or(() -> pointer(text))
                .orElseGet(Recognised.Unknown::new);
    }

    private Optional<Recognised> whole(List<String> words) {
        for (LicenseEntry entry : catalogue.all()) {
            for (Document document : entry.documents()) {
                if (document.template().map(catalogue::template).map(template -> template.matches(words))
                        .orElse(false)) {
                    return Optional.of(new Recognised.Known(entry, document.role(), true));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Recognised> phrases(List<String> words) {
        List<String> start = words.subList(0, Math.min(TITLE_WITHIN, words.size()));
        for (LicenseEntry entry : catalogue.all()) {
            for (Document document : entry.documents()) {
                if (document.matching() == Matching.PHRASES
                        && document.title().map(title -> has(start, title)).orElse(false)
                        && document.phrases().stream().allMatch(phrase -> has(words, phrase))) {
                    return Optional.of(compared(entry, document, words));
                }
            }
        }
        return Optional.empty();
    }

    private Recognised compared(LicenseEntry entry, Document document, List<String> words) {
        List<Fingerprint> known = entry.documents().stream().flatMap(part -> part.fingerprints().stream())
                .map(name -> catalogue.fingerprint(List.of(name))).toList();
        Fingerprint all = Fingerprint.union(known);
        List<String> foreign = all.foreign(words);
        List<String> seams = all.seams(words);
        double coverage = document.fingerprints().stream()
                .mapToDouble(name -> catalogue.fingerprint(List.of(name)).coverage(words)).max().orElse(0);
        // a file may hold the license and its policy one after the other: there their words meet as nowhere else
        long complete = entry.documents().stream().filter(part -> part.fingerprints().stream()
                .anyMatch(name -> catalogue.fingerprint(List.of(name)).coverage(words) >= ALMOST_ALL)).count();
        boolean joined = complete > 1 && seams.size() <= Fingerprint.LENGTH * (complete - 1);
        if (foreign.isEmpty() && coverage >= 1 && (seams.isEmpty() || joined)) {
            return new Recognised.Known(entry, document.role(), true);
        }
        boolean harmless = foreign.size() <= words.size() * (1 - ALMOST_ALL) && !Words.restrict(foreign);
        if (harmless && coverage >= ALMOST_ALL && (seams.isEmpty() || joined)) {
            return new Recognised.Known(entry, document.role(), false);
        }
        String how = coverage < ALMOST_ALL
                ? Message.INCOMPLETE.with(shown(foreign), Long.toString(Math.round((1 - coverage) * 100)))
                : seams.isEmpty()
                        ? Message.ADDED.with(shown(foreign))
                        : Message.SEAMS.with(shown(foreign), shown(seams));
        return new Recognised.Differs(entry, Matching.PHRASES, how);
    }

    private Optional<Recognised> similar(List<String> words) {
        Set<String> shingles = Template.shingles(words);
        int best = 0;
        Optional<LicenseEntry> closest = Optional.empty();
        Optional<Template> closestText = Optional.empty();
        for (LicenseEntry entry : catalogue.all()) {
            for (Document document : entry.documents()) {
                if (document.role() == Role.LICENSE && document.template().isPresent()) {
                    Template template = catalogue.template(document.template().get());
                    int similar = template.similar(shingles);
                    if (similar > best) {
                        best = similar;
                        closest = Optional.of(entry);
                        closestText = Optional.of(template);
                    }
                }
            }
        }
        Optional<Template> text = closestText;
        return closest.map(entry -> new Recognised.Differs(entry, Matching.WHOLE,
                how(text.orElseThrow().difference(words))));
    }

    private static String how(Difference difference) {
        if (difference.missing().isEmpty()) {
            return Message.ADDED.with(shown(difference.added()));
        }
        return difference.added().isEmpty()
                ? Message.MISSING.with(shown(difference.missing()))
                : Message.ADDED_AND_MISSING.with(shown(difference.added()), shown(difference.missing()));
    }

    /** A sentence that names a license has its title, and is no text of it from which the rest was left out. */
    private Optional<Recognised> notice(String text, List<String> words) {
        return words.size() > LONGEST_NOTICE
                ? Optional.empty()
                : pointer(text).filter(found -> found instanceof Recognised.Pointer(LicenseEntry _, boolean plain)
                        && plain);
    }

    private Optional<Recognised> pointer(String text) {
        List<String> words = text.length() > LONGEST_POINTER * 20 ? List.of() : Words.of(text);
        if (words.isEmpty() || words.size() > LONGEST_POINTER) {
            return Optional.empty();
        }
        List<LicenseEntry> meant = new ArrayList<>();
        Set<String> explained = new HashSet<>(POINTING);
        String bare = text.toLowerCase(Locale.ROOT);
        boolean licensing = words.size() <= 6 || words.stream().anyMatch(word -> word.startsWith("licens"));
        for (LicenseEntry entry : catalogue.all()) {
            boolean link = entry.links().stream().anyMatch(bare::contains);
            if (link || (licensing && names(entry).anyMatch(name -> has(words, name)))) {
                meant.add(entry);
                Stream.concat(names(entry), entry.links().stream())
                        .forEach(name -> explained.addAll(Words.of(name)));
            }
        }
        List<String> rest = words.stream().filter(word -> !explained.contains(word)).toList();
        boolean plain = meant.size() == 1 && !Words.restrict(rest) && !rest.contains("rights")
                && !rest.contains("reserved");
        return meant.stream().findFirst().map(entry -> new Recognised.Pointer(entry, plain));
    }

    private static Stream<String> names(LicenseEntry entry) {
        return Stream.concat(Stream.of(entry.name()), entry.spdx().stream());
    }

    private static boolean has(List<String> words, String phrase) {
        return Collections.indexOfSubList(words, Words.of(phrase)) >= 0;
    }

    private static String shown(List<String> words) {
        if (words.isEmpty()) {
            return "–";
        }
        String text = String.join(" ", words.subList(0, Math.min(SHOWN_WORDS, words.size())));
        boolean cut = words.size() > SHOWN_WORDS || text.length() > 300;
        return (text.length() > 300 ? text.substring(0, 300) : text) + (cut ? " …" : "");
    }
}
