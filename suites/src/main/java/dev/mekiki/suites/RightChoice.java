package dev.mekiki.suites;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which choice a target names. In this order: the text of a choice, exactly; an index from 0; a letter from A. What could mean two choices is not
 * guessed.
 */
sealed interface RightChoice {
    record At(int index) implements RightChoice {}

    record Unclear(String why) implements RightChoice {}

    /** @param integer whether the data has the target as a number, not as text */
    static RightChoice of(String target, boolean integer, List<String> choices) {
        List<Integer> equal = IntStream.range(0, choices.size()).filter(i -> choices.get(i).equals(target)).boxed()
                .toList();
        Optional<Integer> index = index(target.strip(), choices.size());
        if (equal.size() > 1) {
            return new Unclear("the target “" + target + "” is the text of " + equal.size() + " choices");
        }
        if (equal.size() == 1 && integer && index.isPresent() && !index.get().equals(equal.getFirst())) {
            return new Unclear(
                    "the target " + target + " is the text of choice " + equal.getFirst() + " and an index as well; "
                            + "write it as text or as a letter");
        }
        if (equal.size() == 1) {
            return new At(equal.getFirst());
        }
        return index.or(() -> letter(target.strip(), choices.size())).<RightChoice>map(At::new)
                .orElseGet(() -> new Unclear(
                        "the target “" + target + "” is neither the text of a choice nor an index from 0 to "
                                + (choices.size() - 1) + " nor a letter from A to "
                                + (char) ('A' + Math.min(25, choices.size() - 1))));
    }

    private static Optional<Integer> index(String text, int choices) {
        return text.matches("[0-9]{1,9}")
                ? Optional.of(Integer.parseInt(text)).filter(index -> index < choices)
                : Optional.empty();
    }

    private static Optional<Integer> letter(String text, int choices) {
        return text.matches("[A-Za-z]")
                ? Optional.of(Character.toUpperCase(text.charAt(0)) - 'A').filter(index -> index < choices)
                : Optional.empty();
    }
}
