package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** What a candidate's licenses allow for a usage profile, with the clauses that say so. */
public record LicenseFinding(String profile, Verdict verdict, List<License> licenses, List<Reason> reasons,
        List<Duty> duties, List<String> conflicts, String disclaimer) {
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

    /** Why, in words of the license ({@code quote}) and in ours ({@code because}). */
    public record Reason(String clause, Optional<String> quote, String because, Verdict effect) {}

    /** Something the user has to do. */
    public record Duty(String what, String clause) {}

    public LicenseFinding {
        requireNonNull(profile, "profile");
        requireNonNull(verdict, "verdict");
        licenses = List.copyOf(licenses);
        reasons = List.copyOf(reasons);
        duties = List.copyOf(duties);
        conflicts = List.copyOf(conflicts);
        requireNonNull(disclaimer, "disclaimer");
    }
}
