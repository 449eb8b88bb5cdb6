package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadDetail;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadRequest.Counted;
import dev.mekiki.domain.LoadRequest.Wire;
import dev.mekiki.domain.LoadShape.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Further latencies and figures of a load profile, as docs/load.md defines them. */
final class LoadDetails {
    /** A gap that a reader notices. */
    private static final double STALL_MS = 200;
    /** Chunks of this many tokens are what a diffusion model writes at once, rather than tokens that a server has sent together. */
    private static final double BLOCK = 8;
    private static final double LENGTH_SHARE = 0.05;

    private final LoadProfile profile;
    private final List<LoadRequest> requests;
    private final List<LoadRequest> succeeded;
    private final Optional<LoadDone> done;
    private final LoadTimeline timeline;
    /** With the ramp's requests. */
    private final LoadTimeline whole;
    private final List<LoadRequest> all;
    private final SortedMap<String, Distribution> latencies = new TreeMap<>();
    private final SortedMap<String, Double> figures = new TreeMap<>();

    private LoadDetails(LoadProfile profile, List<LoadRequest> all, List<LoadRequest> requests,
            List<LoadRequest> succeeded, Optional<LoadDone> done) {
        this.all = all;
        this.profile = profile;
        this.requests = requests;
        this.succeeded = succeeded;
        this.done = done;
        this.timeline = new LoadTimeline(requests);
        this.whole = all.size() == requests.size() ? timeline : new LoadTimeline(all);
    }

    /**
     * @param all those of the ramp too
     * @param requests those that are measured
     * @param betweenTokens median time, which the client's own error is measured by
     */
    static LoadDetail of(LoadProfile profile, List<LoadRequest> all, List<LoadRequest> requests,
            List<LoadRequest> succeeded, Optional<LoadDone> done, OptionalDouble betweenTokens) {
        return new LoadDetails(profile, all, requests, succeeded, done).detail(betweenTokens);
    }

    private LoadDetail detail(OptionalDouble betweenTokens) {
        latencies();
        throughput();
        steady();
        chunks();
        lengths();
        goodput();
        rate();
        if (profile.shaped().rampMs().isPresent()) {
            figure("ramp_s", profile.shaped().rampMs().getAsDouble() / 1000);
            figure("ramp_requests", all.size() - (double) requests.size());
        }
        done.ifPresent(over -> over.pending().ifPresent(n -> figure("pending_at_end", n)));
        long resent = requests.stream()
                .filter(request -> request.wire().filter(wire -> wire.resent().isPresent()).isPresent()).count();
        if (resent > 0) {
            figure("resent_requests", (double) resent);
        }
        SortedMap<String, Integer> results = new TreeMap<>();
        requests.forEach(request -> results.merge(request.wire()
                .map(wire -> wire.result().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse(request.error().isEmpty() ? "ok" : "failed"), 1, Integer::sum));
        SortedMap<String, Integer> finishes = new TreeMap<>();
        succeeded.forEach(request -> finishes.merge(request.finish(), 1, Integer::sum));
        return new LoadDetail(latencies, figures, results, finishes, whole.curve(),
                done.flatMap(LoadDone::client)
                        .map(client -> new ClientCheck(profile, requests, timeline.peak(), betweenTokens)
                                .verdict(client)));
    }

    private void latencies() {
        latency("ttfr_ms", request -> wire(request, Wire::firstEventMs).map(at -> at - request.sentMs()));
        latency("ttfo_ms", request -> wire(request, Wire::firstAnswerMs).map(at -> at - request.sentMs()));
        latency("ttst_ms", request -> request.chunkMs().size() < 2
                ? Optional.empty()
                : Optional.of(request.chunkMs().get(1) - request.chunkMs().getFirst()));
        if (requests.stream().anyMatch(request -> request.wire().isPresent())
                || profile.shaped().arrivals().isPresent()) {
            scheduled();
        }
        latency("ntpot_ms", request -> request.outputTokens() == 0
                ? Optional.empty()
                : Optional.of(LoadAnalysis.e2e(request) / request.outputTokens()));
        latency("max_gap_ms", request -> gaps(request).stream().max(Double::compare));
        double[] gaps = succeeded.stream().flatMap(request -> gaps(request).stream()).mapToDouble(gap -> gap).toArray();
        if (gaps.length > 0) {
            latencies.put("icl_ms", Percentiles.distribution(gaps));
        }
    }

    /** From the moment that a request was due. */
    private void scheduled() {
        latency("ttft_sched_ms", request -> request.firstTokenMs().map(at -> at - request.intendedSendMs()));
        latency("e2e_sched_ms",
                request -> Optional.of(LoadAnalysis.lastTokenMs(request) - request.intendedSendMs()));
        latency("client_queue_ms", request -> Optional.of(request.sentMs() - request.intendedSendMs()));
        latency("stream_close_ms",
                request -> Optional.of(request.endMs() - LoadAnalysis.lastTokenMs(request)));
    }

    private static Optional<Double> wire(LoadRequest request, Function<Wire, Optional<Double>> field) {
        return request.wire().flatMap(field);
    }

    /** Between chunks of output. */
    private static List<Double> gaps(LoadRequest request) {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < request.chunkMs().size(); i++) {
            gaps.add(request.chunkMs().get(i) - request.chunkMs().get(i - 1));
        }
        return gaps;
    }

    private void latency(String measure, Function<LoadRequest, Optional<Double>> value) {
        double[] values = succeeded.stream().flatMap(request -> value.apply(request).stream())
                .mapToDouble(each -> each).toArray();
        if (values.length > 0) {
            latencies.put(measure, Percentiles.distribution(values));
        }
    }

    private void throughput() {
        double seconds = timeline.spanMs() / 1000;
        if (!(seconds > 0)) {
            return;
        }
        double output = succeeded.stream().mapToDouble(LoadRequest::outputTokens).sum();
        double input = succeeded.stream().mapToDouble(LoadRequest::inputTokens).sum();
        figure("duration_s", seconds);
        figure("total_tokens_per_s", (output + input) / seconds);
        figure("active_tokens_per_s", output / (timeline.busyMs() / 1000));
        figure("concurrency_mean", timeline.mean());
        figure("concurrency_peak", timeline.peak());
        double peak = 0;
        for (double tokens : timeline.perSecond()) {
            peak = Math.max(peak, tokens);
        }
        if (seconds >= 1 && peak > 0) {
            figure("peak_output_tokens_per_s", peak);
        }
        if (profile.concurrency() == 1 && profile.shaped().arrivals().isEmpty()) {
            double fresh = 0;
            double wait = 0;
            for (LoadRequest request : succeeded) {
                OptionalDouble ttft = LoadAnalysis.ttft(request);
                if (ttft.isPresent()) {
                    fresh += request.inputTokens()
                            - request.wire().map(wire -> wire.cachedTokens().orElse(0)).orElse(0);
                    wait += ttft.getAsDouble() / 1000;
                }
            }
            if (wait > 0 && fresh > 0) {
                figure("prefill_tokens_per_s", fresh / wait);
            }
        }
    }

    private void steady() {
        whole.steady(profile).ifPresent(window -> {
            double from = window[0];
            double to = window[1];
            double seconds = (to - from) / 1000;
            List<LoadRequest> answered = all.stream().filter(LoadAnalysis::succeeded).toList();
            List<LoadRequest> begun = all.stream()
                    .filter(request -> request.sentMs() >= from && request.sentMs() < to).toList();
            long ended = answered.stream().filter(request -> request.endMs() > from && request.endMs() <= to).count();
            double start = all.stream().mapToDouble(LoadRequest::sentMs).min().orElse(0);
            figure("steady_from_s", (from - start) / 1000);
            figure("steady_to_s", (to - start) / 1000);
            figure("steady_requests_per_s", ended / seconds);
            figure("steady_output_tokens_per_s", new LoadTimeline(answered).tokens(from, to) / seconds);
            double stay = begun.stream().mapToDouble(request -> request.endMs() - request.sentMs()).average().orElse(0);
            double present = whole.mean(from, to);
            if (begun.size() >= 2 * Math.max(1, profile.concurrency()) && present > 0) {
                figure("littles_law_error", Math.abs(present - begun.size() / seconds * stay / 1000) / present);
            }
        });
    }

    private void chunks() {
        double chunks = succeeded.stream().mapToDouble(request -> request.chunkMs().size()).sum();
        double tokens = succeeded.stream().filter(request -> !request.chunkMs().isEmpty())
                .mapToDouble(LoadRequest::outputTokens).sum();
        if (chunks > 0) {
            figure("tokens_per_chunk", tokens / chunks);
            boolean known = succeeded.stream().filter(request -> !request.chunkMs().isEmpty())
                    .allMatch(LoadAnalysis::tokensKnown);
            if (known) {
                figure("tokens_per_chunk_p99", Percentiles.nearestRank(succeeded.stream()
                        .flatMap(request -> request.chunkTokens().stream()).mapToDouble(size -> size).sorted()
                        .toArray(), 99));
            }
            if (tokens / chunks >= BLOCK) {
                double seconds = timeline.spanMs() / 1000;
                figure("tokens_per_block", tokens / chunks);
                if (seconds > 0) {
                    figure("blocks_per_s", chunks / seconds);
                }
                latency("first_block_ms", request -> request.chunkMs().isEmpty()
                        ? Optional.empty()
                        : Optional.of(request.chunkMs().getFirst() - request.sentMs()));
                Distribution between = latencies.get("icl_ms");
                if (between != null) {
                    latencies.put("block_ms", between);
                }
            }
            // 1: gaps between tokens; 0: between chunks only
            figure("itl_valid", known || chunks >= 0.95 * tokens ? 1 : 0);
        }
        double decode = succeeded.stream().filter(request -> request.chunkMs().size() > 1)
                .mapToDouble(request -> request.chunkMs().getLast() - request.chunkMs().getFirst()).sum();
        if (decode > 0) {
            figure("stall_share", succeeded.stream().flatMap(request -> gaps(request).stream())
                    .filter(gap -> gap > STALL_MS).mapToDouble(gap -> gap).sum() / decode);
        }
        OptionalDouble tpot = succeeded.stream().map(LoadAnalysis::tpot).flatMapToDouble(OptionalDouble::stream)
                .filter(each -> each > 0).average();
        tpot.ifPresent(ms -> figure("user_tokens_per_s", 1000 / ms));
    }

    private void lengths() {
        if (succeeded.isEmpty()) {
            return;
        }
        double output = succeeded.stream().mapToDouble(LoadRequest::outputTokens).sum();
        double characters = succeeded.stream().mapToDouble(LoadRequest::characters).sum();
        figure("output_tokens_mean", output / succeeded.size());
        succeeded.stream().filter(request -> request.inputTokens() > 0).mapToDouble(LoadRequest::inputTokens).average()
                .ifPresent(mean -> figure("input_tokens_mean", mean));
        if (characters > 0 && output > 0) {
            figure("characters_per_token", characters / output);
            double decode = succeeded.stream().mapToDouble(LoadAnalysis::e2e).sum() / 1000;
            figure("seconds_per_1000_characters", 1000 * decode / characters);
        }
        List<Wire> wires = succeeded.stream().flatMap(request -> request.wire().stream()).toList();
        if (wires.isEmpty()) {
            return;
        }
        figure("output_length_mismatch", succeeded.stream().filter(request -> request.wire()
                .filter(wire -> Math.abs(request.outputTokens() - wire.wantedTokens()) > LENGTH_SHARE
                        * wire.wantedTokens())
                .isPresent()).mapToDouble(_ -> 1).sum());
        succeeded.stream().filter(request -> request.outputTokens() > 0).flatMapToDouble(request -> request.wire()
                .filter(wire -> wire.counted() == Counted.SERVER && wire.tokenizerTokens().isPresent()).stream()
                .mapToDouble(wire -> Math.abs((double) request.outputTokens() - wire.tokenizerTokens().getAsInt())
                        / request.outputTokens()))
                .average().ifPresent(difference -> figure("usage_diff", difference));
        double input = succeeded.stream().mapToDouble(LoadRequest::inputTokens).sum();
        if (input > 0 && wires.stream().anyMatch(wire -> wire.cachedTokens().isPresent())) {
            figure("cached_tokens_share",
                    wires.stream().mapToDouble(wire -> wire.cachedTokens().orElse(0)).sum() / input);
        }
        if (output > 0 && wires.stream().anyMatch(wire -> wire.reasoningTokens().isPresent())) {
            figure("reasoning_tokens_share",
                    wires.stream().mapToDouble(wire -> wire.reasoningTokens().orElse(0)).sum() / output);
        }
    }

    private void goodput() {
        if (profile.shaped().slo().isEmpty() || requests.isEmpty() || !(timeline.spanMs() > 0)) {
            return;
        }
        Slo slo = profile.shaped().slo().get();
        long asked = requests.stream().filter(request -> request.error().isPresent() || LoadAnalysis.succeeded(request))
                .count();
        long good = succeeded.stream().filter(request -> good(slo, request)).count();
        if (asked > 0) {
            figure("good_share", (double) good / asked);
            figure("goodput_per_s", good / timeline.spanMs() * 1000);
        }
    }

    /** Waiting counts from the moment that a request was due. */
    private static boolean good(Slo slo, LoadRequest request) {
        OptionalDouble ttft = LoadAnalysis.ttft(request);
        double queue = request.sentMs() - request.intendedSendMs();
        OptionalDouble tpot = LoadAnalysis.tpot(request);
        return within(slo.ttftMs(), ttft.isPresent() ? OptionalDouble.of(ttft.getAsDouble() + queue) : ttft)
                && (slo.tpotMs().isEmpty() || tpot.isEmpty() || tpot.getAsDouble() <= slo.tpotMs().getAsDouble())
                && within(slo.e2eMs(), OptionalDouble.of(LoadAnalysis.e2e(request) + queue));
    }

    private static boolean within(OptionalDouble limit, OptionalDouble value) {
        return limit.isEmpty() || (value.isPresent() && value.getAsDouble() <= limit.getAsDouble());
    }

    private void rate() {
        profile.shaped().arrivals().ifPresent(arrivals -> {
            figure("requested_rate_per_s", arrivals.ratePerS());
            achieved().ifPresent(rate -> figure("achieved_rate_per_s", rate));
        });
    }

    private Optional<Double> achieved() {
        double span = ClientCheck.span(requests, LoadRequest::sentMs);
        return span > 0 ? Optional.of(1000 * (requests.size() - 1) / span) : Optional.empty();
    }

    private void figure(String name, double value) {
        if (Double.isFinite(value)) {
            figures.put(name, value);
        }
    }
}
