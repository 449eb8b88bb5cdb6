package dev.mekiki.suites.metric;

import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Score.Unscored;

/** Why a sample has no score, in words that are the same for all samples of one kind. */
final class Outcomes {
    private static final int LONGEST = 200;

    private Outcomes() {}

    /** For a text that should have been there. */
    static Unscored withoutText(Outcome outcome) {
        return without(outcome, "no answer found in the response", "choices were ranked, no text was generated");
    }

    /** For choices that should have been ranked. */
    static Unscored withoutRanking(Outcome outcome) {
        return without(outcome, "text was generated, choices were not ranked",
                "choices were ranked, but without a usable result");
    }

    private static Unscored without(Outcome outcome, String ofText, String ofRanking) {
        return new Unscored(switch (outcome) {
            case Outcome.Answered(Outcome.Answer.Text text) -> ofText;
            case Outcome.Answered(Outcome.Answer.Ranked ranked) -> ofRanking;
            case Outcome.Answered(Outcome.Answer.Picked picked) -> "one of the choices was picked";
            case Outcome.Truncated truncated -> truncated(truncated);
            case Outcome.Refused refused -> bounded("refused by the engine: " + refused.reason());
            case Outcome.TimedOut late -> "timed out";
            case Outcome.Failed failed -> bounded("failed: " + failed.reason());
        });
    }

    private static String truncated(Outcome.Truncated truncated) {
        return "truncated at " + truncated.maxTokens() + (truncated.maxTokens() == 1 ? " token" : " tokens");
    }

    private static String bounded(String reason) {
        return reason.length() <= LONGEST
                ? reason
                : reason.substring(0,
                        reason.offsetByCodePoints(0, Math.min(LONGEST, reason.codePointCount(0, reason.length()))))
                        + "…";
    }
}
