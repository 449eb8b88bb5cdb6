package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadDetail;
import dev.mekiki.domain.LoadDetail.ClientVerdict;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Latency and throughput of one load profile. TTFT is the first token's time less the send; TPOT is (last token − first
 * chunk) / tokens after the first chunk; ITL is the gap between chunks spread over the tokens of the later one, one value a token;
 * end-to-end latency ends with the last token. Failed requests are in no distribution, but counted, and they spoil the verdict.
 */
public final class LoadAnalysis {
    /** A character has at most four bytes, of which three may be unfinished, and a text one end. */
    private static final int TOKENS_BEHIND = 4;

    private final LoadProfile profile;
    /** Those of the ramp too. */
    private final List<LoadRequest> all;
    private final List<LoadRequest> requests;
    private final List<LoadRequest> succeeded;
    private final Optional<LoadDone> done;
    private final Optional<String> failure;
    private final SortedMap<String, Interval> intervals = new TreeMap<>();

    private LoadAnalysis(LoadProfile profile, List<LoadRequest> requests, Optional<LoadDone> done,
            Optional<String> failure) {
        this.failure = failure;
        this.profile = profile;
        this.all = requests;
        this.requests = LoadRequest.measured(requests);
        this.done = done;
        this.succeeded = this.requests.stream().filter(LoadAnalysis::succeeded).toList();
    }

    /** Given up on purpose is neither success nor failure. */
    static boolean succeeded(LoadRequest request) {
        return request.error().isEmpty()
                && request.wire().filter(wire -> wire.result() == LoadRequest.Result.CANCELLED).isEmpty();
    }

    /** @param failure why the profile could not be measured to its end, where that was told */
    public static LoadFinding of(LoadProfile profile, List<LoadRequest> requests, Optional<LoadDone> done,
            Optional<String> failure) {
        return new LoadAnalysis(profile, requests, done, failure).finding();
    }

    private LoadFinding finding() {
        Distribution ttft = latencies("ttft_ms", LoadAnalysis::ttft);
        Distribution tpot = latencies("tpot_ms", LoadAnalysis::tpot);
        Distribution e2e = latencies("e2e_ms", request -> OptionalDouble.of(e2e(request)));
        Distribution itl = itl();
        Optional<LoadDetail> detail = requests.isEmpty() && done.isEmpty()
                ? Optional.empty()
                : Optional.of(LoadDetails.of(profile, all, requests, succeeded, done, betweenTokens(itl, tpot)));
        List<String> degraded = degraded();
        Optional<String> invalid = invalid();
        List<String> why = new ArrayList<>();
        invalid.ifPresent(why::add);
        why.addAll(degraded);
        Optional<ClientVerdict> client = detail.flatMap(LoadDetail::client);
        client.map(ClientVerdict::why).ifPresent(why::addAll);
        boolean clientInvalid = client.filter(one -> one.verdict().equals("invalid")).isPresent();
        return new LoadFinding(profile.name(), profile.concurrency(), requests.size(), failed(), ttft, tpot, itl, e2e,
                rate("output_tokens_per_s", LoadRequest::outputTokens), rate("requests_per_s", request -> 1),
                rate("characters_per_s", LoadRequest::characters),
                done.map(LoadDone::peakProcessBytes).orElse(OptionalLong.empty()),
                invalid.isPresent() || clientInvalid ? "invalid" : why.isEmpty() ? "valid" : "degraded", why,
                intervals, detail, profile.repeat());
    }

    /** Median time between tokens. Where most come together with others, that of a whole answer: 0 would hide a client that lets them pile up. */
    private static OptionalDouble betweenTokens(Distribution itl, Distribution tpot) {
        return itl.p50().orElse(0) > 0 ? itl.p50() : tpot.p50();
    }

    private Optional<String> invalid() {
        if (failure.isPresent()) {
            return failure;
        }
        if (succeeded.isEmpty()) {
            return Optional.of("no request succeeded");
        }
        return done.isEmpty() ? Optional.of("the profile was not finished") : Optional.empty();
    }

    private List<String> degraded() {
        List<String> why = new ArrayList<>();
        int failed = failed();
        if (failed > 0) {
            why.add(failed + " of " + requests.size() + " requests failed");
        }
        if (requests.size() < profile.requests() && profile.shaped().durationMs().isEmpty()) {
            why.add("only " + requests.size() + " of " + profile.requests() + " requests were made");
        }
        // an answer in one piece has no first token
        long silent = succeeded.stream()
                .filter(request -> request.firstTokenMs().isEmpty() && request.outputTokens() == 0).count();
        if (silent > 0) {
            why.add(silent + " requests ended without a token");
        }
        long ramp = all.stream().filter(request -> request.ramp() && request.error().isPresent()).count();
        if (ramp > 0) {
            why.add(ramp + " requests failed while the load was rising");
        }
        Saturation.of(profile, all).ifPresent(why::add);
        return why;
    }

    private int failed() {
        return (int) requests.stream().filter(request -> request.error().isPresent()).count();
    }

    static OptionalDouble ttft(LoadRequest request) {
        return request.firstTokenMs()
                .map(first -> OptionalDouble.of(first - request.sentMs()))
                .orElse(OptionalDouble.empty());
    }

    static OptionalDouble tpot(LoadRequest request) {
        int first = tokensKnown(request) ? request.chunkTokens().getFirst() : 1;
        int after = timedTokens(request) - first;
        return request.firstTokenMs().isEmpty() || after < 1
                ? OptionalDouble.empty()
                : OptionalDouble.of((lastTokenMs(request) - request.firstTokenMs().get()) / after);
    }

    static double e2e(LoadRequest request) {
        return lastTokenMs(request) - request.sentMs();
    }

    static double lastTokenMs(LoadRequest request) {
        return request.chunkMs().isEmpty() ? request.endMs() : request.chunkMs().getLast();
    }

    /**
     * Whether the tokens of each chunk are known. Some at the end are in none, since no text came of them: the bytes of a
     * character that was not finished, and the token for the end.
     */
    static boolean tokensKnown(LoadRequest request) {
        int behind = request.outputTokens() - inChunks(request);
        return !request.chunkTokens().isEmpty() && request.chunkTokens().size() == request.chunkMs().size()
                && behind >= 0 && behind <= TOKENS_BEHIND;
    }

    /** Tokens up to the last moment at which text came, which alone were timed. */
    private static int timedTokens(LoadRequest request) {
        return tokensKnown(request) ? inChunks(request) : request.outputTokens();
    }

    private static int inChunks(LoadRequest request) {
        return request.chunkTokens().stream().mapToInt(Integer::intValue).sum();
    }

    private Distribution latencies(String measure, java.util.function.Function<LoadRequest, OptionalDouble> latency) {
        double[] values = succeeded.stream().map(latency).flatMapToDouble(OptionalDouble::stream).toArray();
        double[] ones = new double[values.length];
        java.util.Arrays.fill(ones, 1);
        Distribution distribution = Percentiles.distribution(values);
        double[] sorted = Percentiles.sorted(values);
        percentile(measure, sorted, 50, distribution.p50());
        percentile(measure, sorted, 90, distribution.p90());
        percentile(measure, sorted, 95, distribution.p95());
        percentile(measure, sorted, 99, distribution.p99());
        spread(measure + "/mean", Units.ratio(values, ones), distribution.mean());
        return distribution;
    }

    private void percentile(String measure, double[] sorted, int percent, OptionalDouble supported) {
        if (supported.isPresent()) {
            Percentiles.interval(sorted, percent, Bootstrap.LEVEL)
                    .ifPresent(interval -> intervals.put(measure + "/p" + percent, interval));
        }
    }

    /** Gaps within a request are alike, so the interval of the mean draws whole requests. */
    private Distribution itl() {
        List<double[]> gaps = succeeded.stream().map(LoadAnalysis::gaps).filter(each -> each.length > 0).toList();
        double[] sums = gaps.stream().mapToDouble(each -> java.util.Arrays.stream(each).sum()).toArray();
        double[] sizes = gaps.stream().mapToDouble(each -> each.length).toArray();
        Distribution distribution = Percentiles
                .distribution(gaps.stream().flatMapToDouble(java.util.Arrays::stream).toArray());
        spread("itl_ms/mean", Units.ratio(sums, sizes), distribution.mean());
        return distribution;
    }

    private static double[] gaps(LoadRequest request) {
        boolean known = tokensKnown(request);
        double[] gaps = new double[known
                ? inChunks(request) - request.chunkTokens().getFirst()
                : Math.max(0, request.chunkMs().size() - 1)];
        int token = 0;
        for (int chunk = 1; chunk < request.chunkMs().size(); chunk++) {
            int tokens = known ? request.chunkTokens().get(chunk) : 1;
            double gap = request.chunkMs().get(chunk) - request.chunkMs().get(chunk - 1);
            for (int i = 0; i < tokens; i++) {
                gaps[token++] = gap / tokens;
            }
        }
        return gaps;
    }

    /** Of requests that succeeded, over the whole span from the first send to the last end. */
    private OptionalDouble rate(String measure, ToDoubleFunction<LoadRequest> amount) {
        double spanMs = done.map(LoadDone::durationMs).orElseGet(this::observedSpanMs);
        if (succeeded.isEmpty() || !(spanMs > 0)) {
            return OptionalDouble.empty();
        }
        double[] amounts = succeeded.stream().mapToDouble(amount).toArray();
        double[] durations = succeeded.stream().mapToDouble(LoadAnalysis::e2e).toArray();
        OptionalDouble rate = OptionalDouble.of(java.util.Arrays.stream(amounts).sum() / spanMs * 1000);
        spread(measure, Units.ratio(amounts, durations), rate);
        return rate;
    }

    private double observedSpanMs() {
        double first = requests.stream().mapToDouble(LoadRequest::sentMs).min().orElse(0);
        double last = requests.stream().mapToDouble(LoadRequest::endMs).max().orElse(0);
        return last - first;
    }

    /** Draws requests with what they took; the ratio's relative spread is carried over to the published number. */
    private void spread(String measure, Units units, OptionalDouble published) {
        if (published.isEmpty() || units.count() < 2 || !(units.totalSize() > 0)) {
            return;
        }
        double scale = published.getAsDouble() / units.estimate();
        Intervals.of(units, Seeds.of(measure), Double.NaN, Double.NaN, Bootstrap.LEVEL)
                .filter(interval -> Double.isFinite(interval.low() * scale) && Double.isFinite(interval.high() * scale))
                .ifPresent(interval -> intervals.put(measure, new Interval(interval.low() * scale,
                        interval.high() * scale, interval.level(), interval.method())));
    }
}
