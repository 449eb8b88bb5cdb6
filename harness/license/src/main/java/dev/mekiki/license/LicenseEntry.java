package dev.mekiki.license;

import static java.util.Objects.requireNonNull;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Evidence;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One license of the catalogue.
 *
 * @param id Hugging Face's id, or the {@code license_name} of its vendor
 * @param name as its publisher writes it
 * @param nameJa in Japanese texts
 * @param aliases other spellings in {@code license} and {@code license_name}
 * @param family licenses that are revisions of each other
 * @param codeLicense id of the license that its publisher gives the code, where that is another one than the weights'
 * @param outputsMakeDerivatives whether a model that learns from this one's outputs falls under this license
 * @param versions editions of the text that are treated alike
 * @param allOf ids of licenses that hold together with this one's own rules: a compound
 * @param parts those licenses; filled in by the catalogue
 * @param links where its text or deed is published: beginnings of addresses without {@code https://} and {@code www.}
 * @param models beginnings of names of models on the hub that are under it
 * @param documents texts by which it is recognised
 * @param sources what was read, by key
 */
public record LicenseEntry(String id, String name, String nameJa, Optional<String> spdx, List<String> aliases,
        String family, Kind kind, Distribution distribution, boolean osiApproved, Commercial commercial,
        Optional<String> codeLicense, boolean outputsMakeDerivatives, List<Version> versions, List<String> allOf,
        List<LicenseEntry> parts, List<String> links, List<String> models, List<Document> documents,
        Map<String, Source> sources, List<Rule> rules) {
    /** What sort of license it is. */
    public enum Kind {
        PERMISSIVE, SHARE_ALIKE,
        /** Open to business, but for uses that are banned. */
        USE_RESTRICTED,
        /** A vendor's own terms, with thresholds, names or businesses that need more. */
        COMMUNITY, NON_COMMERCIAL,
        /** Terms of use or terms that nobody here has read. */
        TERMS,
        /** No public license at all. */
        CONTRACT,
        /** Several licenses together. */
        COMPOUND;

        /** As in the catalogue's files: {@code share-alike}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How the weights are had. */
    public enum Distribution {
        OPEN,
        /** After accepting terms at the hub. */
        GATED,
        /** Only under a contract with the vendor. */
        CONTRACT
    }

    /** @param released ISO 8601 date */
    public record Version(String name, Optional<LocalDate> released, Optional<Text> note) {}

    /** Whether business use is granted at all; what it depends on is in the rules. */
    public enum Commercial {
        YES, CONDITIONAL, NO
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
            Optional<String> sha256) {
        LicenseFinding.Source stated() {
            return new LicenseFinding.Source(what, url, read.toString(), evidence);
        }
    }

    public LicenseEntry {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(nameJa, "nameJa");
        requireNonNull(family, "family");
        requireNonNull(kind, "kind");
        distribution = distribution == null ? Distribution.OPEN : distribution;
        requireNonNull(commercial, "commercial");
        versions = versions == null ? List.of() : List.copyOf(versions);
        allOf = allOf == null ? List.of() : List.copyOf(allOf);
        parts = parts == null ? List.of() : List.copyOf(parts);
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        links = links == null ? List.of() : List.copyOf(links);
        models = models == null ? List.of() : List.copyOf(models);
        documents = documents == null ? List.of() : List.copyOf(documents);
        sources = sources == null ? Map.of() : Map.copyOf(sources);
        rules = rules == null ? List.of() : List.copyOf(rules);
    }

    /** A compound with the licenses that it names. */
    LicenseEntry with(List<LicenseEntry> licenses) {
        return new LicenseEntry(id, name, nameJa, spdx, aliases, family, kind, distribution, osiApproved, commercial,
                codeLicense, outputsMakeDerivatives, versions, allOf, licenses, links, models, documents, sources,
                rules);
    }

    /** This license and all that hold together with it. */
    public Stream<LicenseEntry> all() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(LicenseEntry::all));
    }

    /** The best evidence that there is for anything it says. */
    public Evidence evidence() {
        return all().flatMap(entry -> entry.sources.values().stream()).map(Source::evidence).min(Evidence::compareTo)
                .orElse(Evidence.UNVERIFIED);
    }
}
