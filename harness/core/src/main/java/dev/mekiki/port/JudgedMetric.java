package dev.mekiki.port;

import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;

/** A metric whose scores are read out of what a judge said. A pure function of the judge's words. */
public interface JudgedMetric extends Metric {
    /** @param judgement the judge's sample */
    Score judged(Sampled judgement);
}
