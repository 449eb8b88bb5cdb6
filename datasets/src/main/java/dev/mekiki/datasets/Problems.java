package dev.mekiki.datasets;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is wrong with one data file, in the order found. */
final class Problems {
    private final String file;
    private final int most;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file, int most) {
        this.file = file.toString();
        this.most = most;
    }

    void add(long line, String message) {
        if (found.size() < most) {
            found.add(new Problem(Optional.of(file), OptionalInt.of(Math.toIntExact(line)), Optional.empty(), message,
                    Optional.empty()));
        }
    }

    void add(String message) {
        if (found.size() < most) {
            found.add(Problem.in(file, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether reading on would not tell more. */
    boolean full() {
        return found.size() >= most;
    }

    void refuse() throws InvalidInput {
        if (full()) {
            found.add(Problem.in(file, "more problems may follow; only the first " + most + " are listed"));
        }
        if (!found.isEmpty()) {
            throw new InvalidInput(found);
        }
    }
}
