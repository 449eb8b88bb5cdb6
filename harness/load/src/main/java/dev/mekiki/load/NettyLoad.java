package dev.mekiki.load;

import dev.mekiki.domain.LoadClient;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.load.http.Exchange;
import dev.mekiki.port.LoadGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Load on endpoints, by a few threads that each serve many streams and stamp bytes as they read them. */
public final class NettyLoad implements LoadGenerator {
    private final int threads;
    private final ClientError client;
    private boolean warmed;

    /** Tells what the client adds at a load; see {@code mekiki calibrate}. */
    @FunctionalInterface
    public interface ClientError {
        /** Gets the client's code compiled, before it measures anything. */
        default void warm() {
            // nothing to warm up with
        }

        /**
         * @param streams requests at once
         * @param chunksPerS over all of them
         */
        Optional<LoadClient.Added> at(int streams, double chunksPerS);
    }

    /** @param client what the client adds, asked for after a run */
    public NettyLoad(ClientError client) {
        this.threads = LoadRun.usualThreads();
        this.client = client;
    }

    @Override
    public Result run(Order order, Watch watch) {
        if (!warmed) {
            warmed = true;
            client.warm();
        }
        LoadRun.Seen seen = new LoadRun(threads, order.counter().isPresent()).run(order, watch);
        List<LoadRequest> requests = seen.exchanges().stream().map(each -> each.request(seen.start(), order.counter()))
                .map(request -> struck(order, request)).toList();
        boolean open = order.profile().shaped().arrivals().isPresent();
        List<LoadRequest> measured = LoadRequest.measured(requests);
        Optional<LoadClient.Added> added = seen.trouble().isPresent() || measured.isEmpty()
                ? Optional.empty()
                : client.at(streams(measured, order), chunksPerS(measured));
        return new Result(requests, seen.pending(), new LoadClient(added, threads, seen.cpuShare(),
                requests.isEmpty() ? java.util.OptionalDouble.empty() : java.util.OptionalDouble.of(seen.gcMaxMs()),
                open ? late(seen.exchanges()) : Optional.empty()), seen.trouble());
    }

    /** Whatever words are the server's. */
    private static LoadRequest struck(Order order, LoadRequest request) {
        String finish = order.target().struck(request.finish());
        return request.error().isEmpty() && finish.equals(request.finish())
                ? request
                : new LoadRequest(request.index(), request.intendedSendMs(), request.sentMs(), request.firstTokenMs(),
                        request.endMs(), request.inputTokens(), request.outputTokens(), request.characters(),
                        request.chunkMs(), request.chunkTokens(), finish,
                        request.error().map(order.target()::struck), request.wire());
    }

    /** The most requests at once. */
    private static int streams(List<LoadRequest> requests, Order order) {
        int most = order.profile().concurrency();
        double span = span(requests);
        double busy = requests.stream().mapToDouble(request -> request.endMs() - request.sentMs()).sum();
        return order.profile().shaped().arrivals().isEmpty()
                ? Math.min(most, requests.size())
                : Math.clamp(Math.round(busy / Math.max(1, span)), 1, most);
    }

    private static double chunksPerS(List<LoadRequest> requests) {
        return 1000.0 * requests.stream().mapToInt(request -> Math.max(1, request.chunkMs().size())).sum()
                / Math.max(1, span(requests));
    }

    private static double span(List<LoadRequest> requests) {
        return requests.stream().mapToDouble(LoadRequest::endMs).max().orElse(0)
                - requests.stream().mapToDouble(LoadRequest::sentMs).min().orElse(0);
    }

    private static Optional<LoadClient.Late> late(List<Exchange> exchanges) {
        double[] late = exchanges.stream().filter(each -> each.turn() == 0 && each.sentAt() != 0)
                .mapToDouble(each -> (each.sentAt() - each.intended()) / 1e6).sorted().toArray();
        return late.length == 0
                ? Optional.empty()
                : Optional.of(new LoadClient.Late(rank(late, 0.5), rank(late, 0.99), rank(late, 1)));
    }

    /** Nearest rank. */
    static double rank(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** Nearest ranks of nanoseconds, in milliseconds. */
    static double[] ranks(long[] nanos, double... shares) {
        double[] sorted = Arrays.stream(nanos).mapToDouble(each -> each / 1e6).sorted().toArray();
        return Arrays.stream(shares).map(share -> rank(sorted, share)).toArray();
    }
}
