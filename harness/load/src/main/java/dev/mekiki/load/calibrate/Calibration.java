package dev.mekiki.load.calibrate;

import dev.mekiki.domain.LoadClient.Added;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.load.LoadRun;
import dev.mekiki.load.OpenAiTarget;
import dev.mekiki.load.http.Exchange;
import dev.mekiki.load.mock.MockRequest;
import dev.mekiki.port.LoadGenerator.Conversation;
import dev.mekiki.port.LoadGenerator.Order;
import dev.mekiki.port.LoadGenerator.Turn;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what the client adds: a server on this machine says in each chunk when it sent it, on the clock that both share, and the client's stamp less
 * that is the time in between. It holds the server's own writing, the loopback and the client's reading: an upper bound of the client's part.
 */
public final class Calibration {
    private static final double SETTLED = 0.25;
    private static final int MOST_TOKENS = 20_000;
    private static final int MOST_STREAMS = 4096;
    /** A load with less than this share of the chunks is another load: the first answers' beginnings take a little. */
    private static final double REACHED = 0.75;
    private static final int FEWEST_LAGS = 20;

    private final String url;
    private final int threads;
    private final double seconds;

    /**
     * @param url of a server with the built-in server's paced models, up to {@code /v1}
     * @param seconds of each measurement
     */
    public Calibration(String url, int threads, double seconds) {
        this.url = url;
        this.threads = threads;
        this.seconds = seconds;
    }

    /** Runs the client's code until it is compiled, without measuring. */
    public void warm() {
        run(16, 500);
    }

    /**
     * At a load. Where a chunk comes now and then only, as from a large model on a processor, more of them a second are
     * sent than that, since there would be too few to tell anything by.
     *
     * @param streams requests at once
     * @param chunksPerS over all of them
     * @return at this load, or, where that can't be made on this machine, at the highest below it that could ({@link Added#BELOW}); empty where the
     *     server did not answer as it should
     */
    public Optional<Added> at(int streams, double chunksPerS) {
        int width = Math.clamp(streams, 1, MOST_STREAMS);
        LoadRun.Seen seen = run(width, Math.max(chunksPerS, slowest(width)) / width);
        long[] lags = seen.exchanges().stream().map(Calibration::settled).flatMapToLong(Arrays::stream).sorted()
                .toArray();
        long chunks = seen.exchanges().stream().mapToLong(each -> each.lags().length).sum();
        if (lags.length < FEWEST_LAGS || seen.trouble().isPresent()) {
            return Optional.empty();
        }
        double span = (seen.exchanges().stream().mapToLong(Exchange::endedAt).max().orElse(0) - seen.start()) / 1e9;
        double reached = chunks / span;
        return Optional.of(new Added(width, reached, rank(lags, 0.5), rank(lags, 0.99),
                seen.cpuNanos() / 1e3 / chunks,
                width < streams || reached < REACHED * chunksPerS ? Added.BELOW : Added.MEASURED));
    }

    /** Chunks a second with which there are enough, the first ones of each stream not counted. */
    private double slowest(int streams) {
        return (FEWEST_LAGS / (1 - SETTLED) + 2 * streams) / seconds;
    }

    private static double rank(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
    }

    /** Without the first chunks, in which connections and queues are still filling. */
    private static long[] settled(Exchange exchange) {
        long[] all = exchange.lags();
        return Arrays.copyOfRange(all, (int) (SETTLED * all.length), all.length);
    }

    private LoadRun.Seen run(int streams, double chunksPerStreamS) {
        int tokens = Math.clamp(Math.round(seconds * chunksPerStreamS), 4, MOST_TOKENS);
        long intervalUs = Math.round(Math.min(seconds / 4, 1 / chunksPerStreamS) * 1e6);
        OpenAiTarget target = new OpenAiTarget(URI.create(url), MockRequest.paced(intervalUs), OpenAiTarget.Api.CHAT,
                true, Map.of(), Optional.empty(), List.of());
        LoadProfile profile = new LoadProfile("calibration", streams, streams, 0, new Input.Tokens(8, 0), tokens,
                Optional.of(LoadShape.PLAIN));
        Conversation one = new Conversation(List.of(new Turn("較正", tokens)));
        return new LoadRun(threads, false).run(
                new Order(target, profile, Collections.nCopies(streams, one), Duration.ofSeconds(30), 7), _ -> true);
    }
}
