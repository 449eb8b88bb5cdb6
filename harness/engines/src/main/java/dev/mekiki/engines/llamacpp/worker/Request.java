package dev.mekiki.engines.llamacpp.worker;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.ModelFacts;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Generation;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.util.Arrays;
import java.util.List;

/**
 * What a worker is asked.
 *
 * @param <R> what it answers
 */
public sealed interface Request<R> {
    /** Nanoseconds that are left where there is no deadline. */
    long UNLIMITED = 3650L * 24 * 3600 * 1_000_000_000L;

    /** Ids as a part of a request. */
    static List<Integer> list(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    /** Ids of a request. */
    static int[] ids(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    Class<R> answer();

    /** Nanoseconds that the worker has for it. */
    default long nanoseconds() {
        return UNLIMITED;
    }

    /** What the libraries of a folder are. */
    record Library(String folder) implements Request<Build> {
        @Override
        public Class<Build> answer() {
            return Build.class;
        }
    }

    /**
     * A build of llama.cpp and what it can compute on here.
     *
     * @param silent for each kind of GPU that it has a part for and finds no device of: why
     */
    record Build(String version, String file, List<Device> devices, List<String> silent) {}

    record Open(LoadSettings settings) implements Request<ModelFacts> {
        @Override
        public Class<ModelFacts> answer() {
            return ModelFacts.class;
        }
    }

    record Encode(String text, boolean special) implements Request<int[]> {
        @Override
        public Class<int[]> answer() {
            return int[].class;
        }
    }

    record Decode(List<Integer> ids) implements Request<String> {
        @Override
        public Class<String> answer() {
            return String.class;
        }
    }

    record Tokens(List<Integer> ids) implements Request<String[]> {
        @Override
        public Class<String[]> answer() {
            return String[].class;
        }
    }

    record Score(Prompt context, List<String> continuations, long nanoseconds)
            implements
                Request<LogprobScorer.Counted> {
        @Override
        public Class<LogprobScorer.Counted> answer() {
            return LogprobScorer.Counted.class;
        }
    }

    record Rolling(String text, long nanoseconds) implements Request<ContinuationLogprob> {
        @Override
        public Class<ContinuationLogprob> answer() {
            return ContinuationLogprob.class;
        }
    }

    record ScoreIds(List<Integer> ids) implements Request<LogprobScorer.TokenLogprob[]> {
        @Override
        public Class<LogprobScorer.TokenLogprob[]> answer() {
            return LogprobScorer.TokenLogprob[].class;
        }
    }

    /** The log-probabilities of all tokens after some. */
    record Distribution(List<Integer> ids) implements Request<double[]> {
        @Override
        public Class<double[]> answer() {
            return double[].class;
        }
    }

    /** Whether answers can be held to a format; why not, as an error. */
    record Format(AnswerFormat format) implements Request<Boolean> {
        @Override
        public Class<Boolean> answer() {
            return Boolean.class;
        }
    }

    /** @param chunks whether text is sent as it comes */
    record Generate(Prompt prompt, GenerationSettings settings, long seed, boolean chunks, long nanoseconds)
            implements
                Request<Generation> {
        @Override
        public Class<Generation> answer() {
            return Generation.class;
        }
    }

    record Choose(Prompt prompt, List<String> options, GenerationSettings settings, long seed, long nanoseconds)
            implements
                Request<ConstrainedGenerator.Choice> {
        @Override
        public Class<ConstrainedGenerator.Choice> answer() {
            return ConstrainedGenerator.Choice.class;
        }
    }
}
