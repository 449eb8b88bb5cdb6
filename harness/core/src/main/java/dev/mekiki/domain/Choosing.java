package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a task with choices is asked.
 *
 * @param ways in order: a candidate goes the first one that it can
 * @param letters what choices are listed with, for {@link ChoiceWay#GENERATED}
 * @param request the sentence that then asks for a letter
 */
public record Choosing(List<ChoiceWay> ways, Letters letters, String request) {
    /** What stands before each choice of a list. */
    public enum Letters {
        LATIN("ABC", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), KATAKANA("アイウ", "アイウエオカキクケコ");

        private final String id;
        private final String all;

        Letters(String id, String all) {
            this.id = id;
            this.all = all;
        }

        /** As suites write it. */
        public String id() {
            return id;
        }

        public int most() {
            return all.length();
        }

        /** @param index from 0 */
        public String of(int index) {
            return all.substring(index, index + 1);
        }
    }

    private static final String JAPANESE = "次の選択肢から正しいものを一つ選び、その記号だけで答えてください。";
    private static final String ENGLISH = "Choose the correct one of these options. Answer with its letter only.";

    /** By log-likelihoods and nothing else. */
    public static final Choosing BY_LIKELIHOOD = new Choosing(List.of(ChoiceWay.LOGLIKELIHOOD), Letters.LATIN, ENGLISH);

    public Choosing {
        ways = List.copyOf(ways);
        requireNonNull(letters, "letters");
        requireNonNull(request, "request");
        if (ways.isEmpty() || ways.stream().distinct().count() < ways.size()) {
            throw new IllegalArgumentException("at least one way is expected, none of them twice");
        }
    }

    /** All ways in their usual order; the request in the suite's language where it is Japanese, else in English. */
    public static Choosing usual(String language, Letters letters) {
        return new Choosing(List.of(ChoiceWay.values()), letters,
                language.startsWith("ja") ? JAPANESE : ENGLISH);
    }

    public Choosing with(List<ChoiceWay> others) {
        return new Choosing(others, letters, request);
    }
}
