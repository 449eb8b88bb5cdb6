package dev.mekiki.cli;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.journal.JournalException;
import dev.mekiki.plan.Suggestion;
import dev.mekiki.plan.UpgradePolicyReader;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a gate is given; what is wrong with one part does not hide what is wrong with another. */
final class GateSides {
    private final List<Problem> problems = new ArrayList<>();

    /** Something to read that may fail in the ways that are the user's to mend. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws Exception;
    }

    /** The names in both, or the only one of each, unless the user names them. */
    GateInput input(Path policy, Path baseline, @Nullable String baselineName, Path candidate,
            @Nullable String candidateName) throws Exception {
        Optional<UpgradePolicy> rules = part(policy, () -> UpgradePolicyReader.read(policy));
        Optional<ComparisonSide> before = samples(baseline);
        Optional<ComparisonSide> after = samples(candidate);
        if (before.isPresent() && after.isPresent()) {
            List<String> common = before.get().candidates().stream().filter(after.get().candidates()::contains)
                    .toList();
            Optional<String> both = common.size() == 1 ? Optional.of(common.getFirst()) : Optional.empty();
            Optional<String> a = one(before.get(), baselineName, both, "--baseline-name");
            Optional<String> b = one(after.get(), candidateName, both, "--candidate-name");
            if (rules.isPresent() && a.isPresent() && b.isPresent() && problems.isEmpty()) {
                return new GateInput(rules.get(), before.get(), a.get(), after.get(), b.get());
            }
        }
        throw new InvalidInput(problems);
    }

    /** A run or a baseline with its samples. */
    Optional<ComparisonSide> samples(Path path) throws Exception {
        Optional<ComparisonSide> side = part(path, () -> ComparisonSide.of(path));
        if (side.isPresent() && side.get().run().isEmpty()) {
            problems.add(Problem.in(path.toString(), "has values only, without the samples behind them")
                    .withHint("a gate needs a run's folder, or a file of 'mekiki baseline save'"));
            return Optional.empty();
        }
        return side;
    }

    <T> Optional<T> part(Path path, Reading<T> reading) throws Exception {
        try {
            return Optional.of(reading.read());
        } catch (InvalidInput invalid) {
            problems.addAll(invalid.problems());
        } catch (Failure failure) {
            Problem problem = Problem.of(String.valueOf(failure.getMessage()));
            problems.add(failure.hint().map(problem::withHint).orElse(problem));
        } catch (JournalException | IllegalArgumentException broken) {
            problems.add(Problem.in(path.toString(), String.valueOf(broken.getMessage())));
        } catch (NoSuchFileException _) {
            problems.add(Problem.in(path.toString(), "no such file or folder"));
        }
        return Optional.empty();
    }

    List<Problem> problems() {
        return problems;
    }

    Optional<String> one(ComparisonSide side, @Nullable String named, Optional<String> both, String option) {
        return one(side.path().toString(), side.candidates(), named, both, option);
    }

    /** @param both the name that the other side has too, if there is one such */
    Optional<String> one(String source, List<String> known, @Nullable String named, Optional<String> both,
            String option) {
        if (named != null) {
            if (known.contains(named)) {
                return Optional.of(named);
            }
            problems.add(Problem.in(source, "has no candidate “" + named + "”")
                    .withHint(Suggestion.nearest(named, known).map(near -> "did you mean “" + near + "”?")
                            .orElse("known: " + String.join(", ", known))));
            return Optional.empty();
        }
        if (known.size() == 1) {
            return Optional.of(known.getFirst());
        }
        if (both.isEmpty()) {
            problems.add(Problem.in(source,
                    "has several candidates: " + String.join(", ", known)).withHint("name one with " + option));
        }
        return both;
    }
}
