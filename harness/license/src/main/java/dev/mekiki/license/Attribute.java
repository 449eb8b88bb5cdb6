package dev.mekiki.license;

import java.util.Locale;

/** What of a license a rule is about. */
public enum Attribute {
    /** What may be done at all. */
    GRANT,
    /** Whether it may be done for a business, and what counts as one. */
    COMMERCIAL_USE,
    /** What the licensee sells. */
    BUSINESS_MODEL,
    /** How many users the licensee has, or how much revenue. */
    SCALE,
    /** Something to ask, announce or sign first. */
    REGISTRATION, ATTRIBUTION, NAMING,
    /** What the model may not be used for. */
    USE_POLICY, REDISTRIBUTION,
    /** What may be done with what the model writes. */
    OUTPUTS, DERIVATIVES, GEOGRAPHY, PATENTS,
    /** How the license ends, is changed by its licensor, or its use is cut off. */
    TERMINATION, LIABILITY, LAW;

    /** As in the catalogue's files: {@code use-policy}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
