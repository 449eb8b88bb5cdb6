package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects every problem, so that a user is told all of them at once. */
final class Problems {
    /** More than anyone reads; a hostile file must not make a longer list. */
    private static final int MOST = 200;

    private final String first;
    private final List<Problem> all = new ArrayList<>();

    /** @param first the file whose problems come first */
    Problems(String first) {
        this.first = first;
    }

    void add(Problem problem) {
        if (all.size() < MOST && !all.contains(problem)) {
            all.add(problem);
        }
    }

    void add(InvalidInput invalid) {
        invalid.problems().forEach(this::add);
    }

    /** @return whether nothing was found so far */
    boolean none() {
        return all.isEmpty();
    }

    /** @throws InvalidInput with all problems, those of one file in the order of its lines */
    void refuseIfAny() throws InvalidInput {
        if (!all.isEmpty()) {
            List<String> files = Stream
                    .concat(Stream.of(first), all.stream().map(problem -> problem.file().orElse(""))).distinct()
                    .toList();
            throw new InvalidInput(all.stream()
                    .sorted(Comparator.<Problem>comparingInt(problem -> files.indexOf(problem.file().orElse("")))
                            .thenComparingInt(problem -> problem.line().orElse(0)))
                    .toList());
        }
    }
}
