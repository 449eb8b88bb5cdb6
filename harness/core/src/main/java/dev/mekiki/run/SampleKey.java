package dev.mekiki.run;

import dev.mekiki.domain.Sampled;

/** @param task the task's path */
record SampleKey(String candidate, String task, String sample) {
    static SampleKey of(Sampled sampled) {
        return new SampleKey(sampled.candidate(), sampled.suite() + "/" + sampled.task(), sampled.sample());
    }
}
