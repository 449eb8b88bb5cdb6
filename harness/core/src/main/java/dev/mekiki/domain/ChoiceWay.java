package dev.mekiki.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a candidate is made to choose among given choices. Results of different ways are not comparable. */
public enum ChoiceWay {
    /** The choices' log-likelihoods behind the prompt are compared. */
    LOGLIKELIHOOD,
    /** An answer is generated that can be nothing but one of the choices' texts. */
    CONSTRAINED,
    /** The choices are listed with letters, the model answers freely, and the choice is read out of its answer. */
    GENERATED;

    /** As plans, suites and findings write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ChoiceWay> of(String id) {
        return Arrays.stream(values()).filter(way -> way.id().equals(id)).findFirst();
    }

    /** The kind of answer that an engine gives this way. */
    public AnswerMode needs() {
        return switch (this) {
            case LOGLIKELIHOOD -> AnswerMode.CHOICE;
            case CONSTRAINED, GENERATED -> AnswerMode.GENERATE;
        };
    }
}
