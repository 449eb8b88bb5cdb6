package dev.mekiki.engines.jlama;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Scores continuations behind a context whose keys and values are computed once. */
record PrefixScorer(LoadedModel model, PairEncoder pairs, TokenRange range) implements LogprobScorer {
    @Override
    public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
            throws EngineException {
        int[] before = range.check(pairs.context(context));
        List<int[]> encoded = new ArrayList<>();
        for (String continuation : continuations) {
            int[] ids = range.check(pairs.continuation(context, before, continuation));
            range.fits(before.length + ids.length - 1, "context and continuation");
            encoded.add(ids);
        }
        List<ContinuationLogprob> scores = new ArrayList<>();
        try (Sequence sequence = model.sequence()) {
            float[] logits = new float[model.config().vocabulary()];
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
        }
        return scores;
    }

    @Override
    public List<TokenLogprob> score(int[] ids) throws EngineException {
        range.check(ids);
        range.fits(ids.length - 1, "the tokens");
        List<TokenLogprob> scores = new ArrayList<>();
        try (Sequence sequence = model.sequence()) {
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
