package dev.mekiki.license;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One license of the catalogue.
 *
 * @param id Hugging Face's id, or the {@code license_name} of its vendor
 * @param name as its publisher writes it
 * @param nameJa in Japanese texts
 * @param aliases other spellings in {@code license} and {@code license_name}
 * @param family licenses that are revisions of each other
 * @param links where its text or deed is published: beginnings of addresses without {@code https://} and {@code www.}
 * @param models beginnings of names of models on the hub that are under it
 * @param documents texts by which it is recognised
 * @param sources what was read, by key
 */
public record LicenseEntry(String id, String name, String nameJa, Optional<String> spdx, List<String> aliases,
        String family, boolean osiApproved, Commercial commercial, List<String> links, List<String> models,
        List<Document> documents, Map<String, Source> sources, List<Rule> rules) {
    /** Whether business use is granted at all; what it depends on is in the rules. */
    public enum Commercial {
        YES, CONDITIONAL, NO
    }

    /** How far a fact can be relied on. */
    public enum Evidence {
        /** The license's own text was read. */
        PRIMARY,
        /** Somebody else's account of it was read. */
        SECONDARY, UNVERIFIED
    }

    /** How a text is recognised. */
    public enum Matching {
        /** By a template, whole and in order. */
        WHOLE,
        /** By title and phrases, then checked for foreign and missing words. */
        PHRASES
    }

    /** What a text is for. */
    public enum Role {
        LICENSE,
        /** A short text by which a licensor refers to the license. */
        NOTICE,
        /** An acceptable use policy, part of the license. */
        POLICY
    }

    /**
     * @param template resource name under {@code templates/}
     * @param title words among the first of the text
     * @param phrases words that must all occur
     * @param fingerprints resource names under {@code fingerprints/}, one a known revision
     */
    public record Document(Role role, Matching matching, Optional<String> template, Optional<String> title,
            List<String> phrases, List<String> fingerprints) {
        public Document {
            phrases = phrases == null ? List.of() : List.copyOf(phrases);
            fingerprints = fingerprints == null ? List.of() : List.copyOf(fingerprints);
        }
    }

    /** @param read the day on which it was read */
    public record Source(String what, Optional<String> url, LocalDate read, Evidence evidence,
            Optional<String> sha256) {}

    public LicenseEntry {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(nameJa, "nameJa");
        requireNonNull(family, "family");
        requireNonNull(commercial, "commercial");
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        links = links == null ? List.of() : List.copyOf(links);
        models = models == null ? List.of() : List.copyOf(models);
        documents = documents == null ? List.of() : List.copyOf(documents);
        sources = sources == null ? Map.of() : Map.copyOf(sources);
        rules = rules == null ? List.of() : List.copyOf(rules);
    }
}
