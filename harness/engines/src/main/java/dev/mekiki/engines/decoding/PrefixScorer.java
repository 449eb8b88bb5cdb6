package dev.mekiki.engines.decoding;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Scores continuations behind a context whose keys and values are computed once. */
public record PrefixScorer(TokenModel model, PairEncoder pairs, TokenRange range) implements LogprobScorer {
    @Override
    public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
            throws EngineException {
        return counted(context, continuations, deadline).logprobs();
    }

    /** Forwarded are the context, and of each continuation all tokens but the last, behind which nothing is asked. */
    @Override
    public Counted counted(Prompt context, List<String> continuations, Deadline deadline) throws EngineException {
        int[] before = range.check(pairs.context(context));
        List<int[]> encoded = new ArrayList<>();
        for (String continuation : continuations) {
            int[] ids = range.check(pairs.continuation(context, before, continuation));
            range.fits(before.length + ids.length - 1, "context and continuation");
            encoded.add(ids);
        }
        List<ContinuationLogprob> scores = new ArrayList<>();
        try (TokenSequence sequence = model.sequence()) {
            float[] logits = new float[model.vocabulary()];
            inTime(sequence.feed(before, 0, before.length, deadline, logits));
            LogSoftmax first = LogSoftmax.of(logits);
            for (int i = 0; i < encoded.size(); i++) {
                int[] ids = encoded.get(i);
                Sum sum = new Sum();
                sum.add(first, logits, ids[0]);
                sequence.rewind(before.length);
                inTime(sequence.feedAll(ids, 0, ids.length - 1, deadline,
                        (row, next) -> sum.add(LogSoftmax.of(next), next, ids[row + 1])));
                scores.add(new ContinuationLogprob(continuations.get(i), finite(sum.logprob), sum.greedy, ids.length));
            }
            return new Counted(scores, OptionalInt.of(sequence.forwarded()));
        }
    }

    /**
     * As lm-evaluation-harness ({@code get_rolling_token_windows}): windows of as many tokens as the context holds, the first one behind the
     * token that begins a text, each later one behind the token before it; the last one reaches back as far as fits.
     */
    @Override
    public ContinuationLogprob rolling(String text, Deadline deadline) throws EngineException {
        int[] tokens = range.check(pairs.prompt(Prompt.plain(text)));
        int[] start = pairs.context(Prompt.plain(""));
        int most = model.context();
        Sum sum = new Sum();
        for (int from = 0; from < tokens.length;) {
            int to = Math.min(tokens.length, from + most);
            int reach = to - most;
            int[] input = from == 0
                    ? concatenated(start, tokens, to - 1)
                    : Arrays.copyOfRange(tokens, reach - 1, to - 1);
            int unscored = input.length - (to - from);
            int first = from;
            try (TokenSequence sequence = model.sequence()) {
                inTime(sequence.feedAll(input, 0, input.length, deadline, (row, logits) -> {
                    if (row >= unscored) {
                        sum.add(LogSoftmax.of(logits), logits, tokens[first + row - unscored]);
                    }
                }));
            }
            from = to;
        }
        return new ContinuationLogprob(text, finite(sum.logprob), sum.greedy, tokens.length);
    }

    private static int[] concatenated(int[] start, int[] tokens, int count) {
        int[] all = Arrays.copyOf(start, start.length + count);
        System.arraycopy(tokens, 0, all, start.length, count);
        return all;
    }

    @Override
    public List<TokenLogprob> score(int[] ids) throws EngineException {
        range.check(ids);
        range.fits(ids.length - 1, "the tokens");
        List<TokenLogprob> scores = new ArrayList<>();
        try (TokenSequence sequence = model.sequence()) {
            inTime(sequence.feedAll(ids, 0, Math.max(0, ids.length - 1), Deadline.none(), (row, logits) -> {
                LogSoftmax softmax = LogSoftmax.of(logits);
                int id = ids[row + 1];
                scores.add(new TokenLogprob(id, softmax.logprob(logits, id), softmax.best() == id));
            }));
        }
        for (TokenLogprob score : scores) {
            finite(score.logprob());
        }
        return scores;
    }

    private static double finite(double logprob) throws EngineException {
        if (!Double.isFinite(logprob)) {
            throw new EngineException("the model gives no finite log-probability");
        }
        return logprob;
    }

    private static void inTime(boolean done) throws EngineException {
        if (!done) {
            throw new EngineException("the deadline passed while log-probabilities were computed");
        }
    }

    private static final class Sum {
        private double logprob;
        private boolean greedy = true;

        void add(LogSoftmax softmax, float[] logits, int token) {
            logprob += softmax.logprob(logits, token);
            greedy &= softmax.best() == token;
        }
    }
}
