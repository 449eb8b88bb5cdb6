package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a candidate's licenses allow for a usage profile, with the clauses that say so.
 *
 * @param missing keys of the usage profile that would decide what is open now, such as {@code annual-revenue}
 * @param changes the nearest other usages for which the verdict is another one
 */
public record LicenseFinding(String profile, Verdict verdict, List<License> licenses, List<Reason> reasons,
        List<Duty> duties, List<String> conflicts, String disclaimer, List<String> missing, List<Change> changes) {
    /** From best to worst; {@code UNKNOWN} is apart and passes no gate. */
    public enum Verdict {
        ALLOWED, CONDITIONAL, ACTION_NEEDED, REVIEW, DENIED, UNKNOWN;

        /** As in contracts: {@code action-needed}. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One license statement.
     *
     * @param source the file, or the file and key, that states it
     * @param match {@code exact | phrases | declared}
     * @param through {@code own | base:… | outputs:…}
     */
    public record License(String id, String name, Optional<String> spdx, String source, Optional<String> sha256,
            String match, String through) {}

    /** How far what is said of a license can be relied on, from best to worst. */
    public enum Evidence {
        /** The license's own text was read. */
        PRIMARY,
        /** Somebody else's account of it was read. */
        SECONDARY,
        /** Generally known, and not read anywhere. */
        UNVERIFIED;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What was read, and when.
     *
     * @param what the document
     * @param read ISO 8601 date
     */
    public record Source(String what, Optional<String> url, String read, Evidence evidence) {}

    /**
     * Why, in words of the license ({@code quote}) and in ours ({@code because}).
     *
     * @param attribute what of the license it is about, such as {@code outputs}; absent where it is about the files
     * @param source where the catalogue has it from; absent where it is about the files
     */
    public record Reason(String clause, Optional<String> quote, String because, Verdict effect,
            Optional<String> attribute, Optional<Source> source) {
        public Reason {
            attribute = attribute == null ? Optional.empty() : attribute;
            source = source == null ? Optional.empty() : source;
        }

        /** About the files. */
        public Reason(String clause, Optional<String> quote, String because, Verdict effect) {
            this(clause, quote, because, effect, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Words that are ready to be pasted.
     *
     * @param place {@code notice-file | user-interface | website | documentation | contract | model-name | publication}
     * @param en the words where English is written
     * @param ja the words where Japanese is written; the same where the license prescribes them
     */
    public record Wording(String place, String en, String ja) {}

    /** Something the user has to do. */
    public record Duty(String what, String clause, List<Wording> wordings) {
        public Duty {
            wordings = wordings == null ? List.of() : List.copyOf(wordings);
        }

        /** Without words to paste. */
        public Duty(String what, String clause) {
            this(what, clause, List.of());
        }
    }

    /** Another usage and its verdict. */
    public record Change(List<Step> steps, Verdict verdict) {
        public Change {
            steps = List.copyOf(steps);
        }
    }

    /** One fact of the usage profile changed: its key, and its values as they are written there. */
    public record Step(String fact, String from, String to) {}

    public LicenseFinding {
        requireNonNull(profile, "profile");
        requireNonNull(verdict, "verdict");
        licenses = List.copyOf(licenses);
        reasons = List.copyOf(reasons);
        duties = List.copyOf(duties);
        conflicts = List.copyOf(conflicts);
        requireNonNull(disclaimer, "disclaimer");
        missing = missing == null ? List.of() : List.copyOf(missing);
        changes = changes == null ? List.of() : List.copyOf(changes);
    }

    /** Nothing is asked, and no other usage was tried. */
    public LicenseFinding(String profile, Verdict verdict, List<License> licenses, List<Reason> reasons,
            List<Duty> duties, List<String> conflicts, String disclaimer) {
        this(profile, verdict, licenses, reasons, duties, conflicts, disclaimer, List.of(), List.of());
    }

    /** The best evidence among the reasons that make the verdict what it is; empty where they are about the files. */
    public Optional<Evidence> evidence() {
        return reasons.stream().filter(reason -> reason.effect() == verdict).flatMap(reason -> reason.source().stream())
                .map(Source::evidence).min(Evidence::compareTo);
    }
}
