package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Change;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.Variations.Variation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The smallest changes of a usage that give another verdict: for every fact the one value that helps most and the one that harms most. Two facts
 * are changed together only where no single one helps a verdict that stops the project.
 */
final class NearestChanges {
    private static final int MOST_PAIRS = 3;

    private NearestChanges() {}

    /** @param least what the verdict is at best, whatever the usage */
    static List<Change> of(Verdict now, Verdict least, UsageProfile usage, List<Variation> variations,
            Function<UsageProfile, Verdict> verdict) {
        Map<String, Change> better = new LinkedHashMap<>();
        Map<String, Change> worse = new LinkedHashMap<>();
        for (Variation variation : variations) {
            Verdict then = verdict.apply(variation.of(usage, List.of()));
            Change change = new Change(List.of(variation.step()), then);
            if (rank(then) < rank(now)) {
                better.merge(variation.step().fact(), change,
                        (a, b) -> rank(b.verdict()) < rank(a.verdict()) ? b : a);
            } else if (rank(then) > rank(now)) {
                worse.merge(variation.step().fact(), change, (a, b) -> rank(b.verdict()) > rank(a.verdict()) ? b : a);
            }
        }
        List<Change> helping = new ArrayList<>(better.values());
        if (helping.isEmpty() && rank(now) > rank(Verdict.CONDITIONAL) && rank(now) > rank(least)) {
            helping.addAll(pairs(now, usage, variations, verdict));
        }
        return Stream.concat(
                helping.stream().sorted(Comparator.comparingDouble(change -> rank(change.verdict()))),
                worse.values().stream().sorted(Comparator.comparingDouble(change -> -rank(change.verdict())))).toList();
    }

    private static List<Change> pairs(Verdict now, UsageProfile usage, List<Variation> variations,
            Function<UsageProfile, Verdict> verdict) {
        List<Change> found = new ArrayList<>();
        for (int first = 0; first < variations.size(); first++) {
            for (int second = first + 1; second < variations.size(); second++) {
                Variation one = variations.get(first);
                Variation other = variations.get(second);
                boolean same = one.step().fact().equals(other.step().fact());
                if (same && !one.step().fact().equals("contracts")) {
                    continue;
                }
                Verdict then = verdict.apply(one.of(usage, List.of(other)));
                if (rank(then) < rank(now)) {
                    found.add(new Change(List.of(one.step(), other.step()), then));
                }
            }
        }
        return found.stream().sorted(Comparator.comparingDouble(change -> rank(change.verdict()))).limit(MOST_PAIRS)
                .toList();
    }

    /** A denial stands whatever else is unknown; what is unknown is worse than what is open to review. */
    static double rank(Verdict verdict) {
        return switch (verdict) {
            case ALLOWED -> 0;
            case CONDITIONAL -> 1;
            case ACTION_NEEDED -> 2;
            case REVIEW -> 3;
            case UNKNOWN -> 4;
            case DENIED -> 5;
        };
    }
}
