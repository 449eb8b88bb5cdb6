package dev.mekiki.suites.translation;

import java.util.List;

/** A score that a corpus has from counts added up over its segments, 0 to 100. */
public interface TranslationScore {
    /**
     * What is counted in one segment.
     *
     * @param references at least one
     * @return as many numbers for each segment
     */
    double[] counts(String hypothesis, List<String> references);

    /** A corpus's score from its segments' counts, added up place by place. */
    double ofCorpus(double[] counts);

    /** The score of a segment by itself. */
    default double ofSegment(double[] counts) {
        return ofCorpus(counts);
    }
}
