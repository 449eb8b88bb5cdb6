package dev.mekiki.suites.translation;

import dev.mekiki.suites.python.PythonText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Translation edit rate (Snover et al. 2006): words inserted, dropped, replaced and runs of words moved, per hundred words of the references' mean length;
 * lower is better, and more than 100 is possible. Upper and lower case are one. Moves are sought as Tercom does, within sacreBLEU's bounds.
 */
public record EditRate() implements TranslationScore {
    private static final int MOST_MOVES_TRIED = 1000;

    /** Edits to the nearest reference, mean length of the references. */
    @Override
    public double[] counts(String hypothesis, List<String> references) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] given = words(hypothesis, numbers);
        double length = 0;
        double fewest = Double.POSITIVE_INFINITY;
        for (String reference : references) {
            int[] wanted = words(reference, numbers);
            length += wanted.length;
            fewest = Math.min(fewest, edits(given, wanted));
        }
        return new double[]{fewest, length / references.size()};
    }

    @Override
    public double ofCorpus(double[] counts) {
        return counts[1] > 0 ? 100 * counts[0] / counts[1] : counts[0] > 0 ? 100 : 0;
    }

    private static int[] words(String text, Map<String, Integer> numbers) {
        return PythonText.split(text.toLowerCase(Locale.ROOT)).stream()
                .mapToInt(word -> numbers.computeIfAbsent(word, _ -> numbers.size())).toArray();
    }

    /** Moves words as long as that brings hypothesis and reference nearer; a move is one edit. */
    private static int edits(int[] hypothesis, int[] reference) {
        if (reference.length == 0) {
            return hypothesis.length;
        }
        int[] words = hypothesis;
        int moves = 0;
        int tried = 0;
        while (true) {
            WordAlignment alignment = WordAlignment.of(words, reference);
            Moves found = new Moves(words, reference, alignment, tried);
            found.seek(MOST_MOVES_TRIED);
            tried = found.tried();
            if (tried >= MOST_MOVES_TRIED || found.gain() <= 0) {
                return moves + alignment.distance();
            }
            moves++;
            words = found.moved();
        }
    }

    /** The best move of a run of words to where the reference has it. */
    private static final class Moves {
        private static final int LONGEST = 10;
        private static final int FARTHEST = 50;

        private final int[] words;
        private final int[] reference;
        private final WordAlignment alignment;
        private int tried;
        private int[] moved;
        /** Gain, length, start and target of the best one, the latter two negated: greater is better, from left to right. */
        private int[] best = {};

        Moves(int[] words, int[] reference, WordAlignment alignment, int tried) {
            this.words = words;
            this.reference = reference;
            this.alignment = alignment;
            this.tried = tried;
            this.moved = words;
        }

        int tried() {
            return tried;
        }

        int gain() {
            return best.length == 0 ? 0 : best[0];
        }

        int[] moved() {
            return moved;
        }

        void seek(int mostTried) {
            for (int start = 0; start < words.length; start++) {
                int last = Math.min(reference.length - 1, start + FARTHEST);
                for (int at = Math.max(0, start - FARTHEST); at <= last; at++) {
                    int longest = Math.min(LONGEST, Math.min(words.length - start, reference.length - at));
                    for (int length = 1; length <= longest
                            && words[start + length - 1] == reference[at + length - 1]; length++) {
                        seek(start, at, length);
                        if (tried >= mostTried) {
                            return;
                        }
                    }
                }
            }
        }

        /** Only where the run stands wrong, the reference's place holds something else, and the target is not within the run. */
        private void seek(int start, int at, int length) {
            int aligned = alignment.position(at);
            if (!alignment.wrong(start, start + length) || !alignment.unmatched(at, at + length)
                    || (start <= aligned && aligned < start + length)) {
                return;
            }
            int before = -1;
            for (int offset = -1; offset < length; offset++) {
                int target = at + offset == -1 ? 0 : alignment.position(at + offset) + 1;
                if (target != before) {
                    before = target;
                    consider(start, length, target);
                }
            }
        }

        private void consider(int start, int length, int target) {
            int[] next = move(words, start, length, target);
            int gain = alignment.distance() - WordAlignment.of(next, reference).distance();
            int[] rank = {gain, length, -start, -target};
            tried++;
            if (best.length == 0 || Arrays.compare(rank, best) > 0) {
                best = rank;
                moved = next;
            }
        }

        private static int[] move(int[] words, int start, int length, int target) {
            int[] rest = new int[words.length - length];
            System.arraycopy(words, 0, rest, 0, start);
            System.arraycopy(words, start + length, rest, start, words.length - start - length);
            // a target within the run counts from the run's start in what is left
            int at = target < start ? target : target > start + length ? target - length : target;
            int[] moved = new int[words.length];
            int insert = Math.min(at, rest.length);
            System.arraycopy(rest, 0, moved, 0, insert);
            System.arraycopy(words, start, moved, insert, length);
            System.arraycopy(rest, insert, moved, insert + length, rest.length - insert);
            return moved;
        }
    }
}
