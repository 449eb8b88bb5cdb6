package dev.mekiki.bench;

import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.port.Metric;
import dev.mekiki.port.MetricProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Scoring one short Japanese answer, as a journal of many samples is scored again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScoringBenchmark {
    private static final String ANSWER = "本店の営業時間は、平日の午前十時から午後６時までです。";

    @Param({"exact_match_ja", "char_f1", "toxic", "refusal"})
    public String metric = "";

    private @Nullable Metric scorer;
    private final Sampled sample = new Sampled("c", "s", "t", "1", Optional.empty(), "質問", List.of(), List.of(),
            List.of("午前10時から午後6時まで"),
            Map.of(), new Outcome.Answered(new Outcome.Answer.Text(ANSWER)), 1, OptionalInt.empty(),
            OptionalInt.empty(), 1);

    @Setup
    public void find() {
        scorer = ServiceLoader.load(MetricProvider.class).stream()
                .flatMap(provider -> provider.get().metrics().stream())
                .filter(each -> each.name().equals(metric)).findFirst().orElseThrow();
    }

    @Benchmark
    public @Nullable Score score() {
        return scorer == null ? null : scorer.score(sample, Optional.of(ANSWER));
    }
}
