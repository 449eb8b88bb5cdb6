package dev.mekiki.port;

import dev.mekiki.domain.ContinuationLogprob;
import java.util.List;
import java.util.OptionalInt;

/** Log-probabilities of given text, from the model's own distribution (temperature 1). */
public interface LogprobScorer {
    /**
     * Scores continuations of one context; the context is computed once. Context and continuation are encoded together and split at the
     * context's length, spaces at the context's end being moved to the continuation (lm-evaluation-harness, {@code _encode_pair}).
     *
     * @return one for each continuation, in order
     */
    List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
            throws EngineException;

    /** The same, with the number of tokens that the model computed for it, where the engine knows. */
    default Counted counted(Prompt context, List<String> continuations, Deadline deadline) throws EngineException {
        return new Counted(score(context, continuations, deadline), OptionalInt.empty());
    }

    /** Scores, and the tokens that were forwarded for them. */
    record Counted(List<ContinuationLogprob> logprobs, OptionalInt forwardedTokens) {
        public Counted {
            logprobs = List.copyOf(logprobs);
        }
    }

    /**
     * Scores a whole text without a context, each token once. An engine that can't is given texts that fit its context only.
     */
    default ContinuationLogprob rolling(String text, Deadline deadline) throws EngineException {
        return score(Prompt.plain(""), List.of(text), deadline).getFirst();
    }

    /**
     * Scores token ids as they are.
     *
     * @return for each position after the first, the log-probability of the token there; length {@code ids.length - 1}
     */
    List<TokenLogprob> score(int[] ids) throws EngineException;

    /** @param greedy whether the token was the likeliest one */
    record TokenLogprob(int id, double logprob, boolean greedy) {}
}
