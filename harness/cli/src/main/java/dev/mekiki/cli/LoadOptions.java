package dev.mekiki.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is sent, how much of it, and to whom. */
final class LoadOptions {
    @Option(names = "--arrivals", paramLabel = "HOW", description = "With --rate: poisson (default), constant or burst.")
    Arrivals arrivals = Arrivals.POISSON;

    /** Of an open loop. */
    enum Arrivals {
        POISSON, CONSTANT, BURST
    }

    @Option(names = "--burst", paramLabel = "N", description = "Requests that come at once in a burst. Default: 8.")
    int burst = 8;

    @Option(names = "--max-concurrency", paramLabel = "N", description = "With --rate: more requests than this wait, and their waiting counts. Default: 1024.")
    int mostAtOnce = 1024;

    @Option(names = "--requests", paramLabel = "N", description = "Requests (conversations) measured at each level. Default: ten for each user, at least 20.")
    @Nullable
    Integer requests;

    @Option(names = "--duration", paramLabel = "TIME", description = "Begin requests for this long instead: 30s, 5m.")
    @Nullable
    String duration;

    @Option(names = "--repeats", paramLabel = "N", description = "Measure each level so many times, round by round, and tell how far the runs lie apart. Default: 1.")
    int repeats = 1;

    @Option(names = "--ramp", paramLabel = "TIME", description = "Let users or rate rise slowly for this long first; what is sent meanwhile is not measured.")
    @Nullable
    String ramp;

    @Option(names = "--input", paramLabel = "N", description = "Tokens of each prompt. Default: 256.")
    int input = 256;

    @Option(names = "--input-spread", paramLabel = "N", description = "Prompts vary by ± this many tokens.")
    int inputSpread;

    @Option(names = "--prompts", paramLabel = "FILE", description = "Prompts to send instead, in turn: JSONL of texts, or of objects with a prompt.")
    @Nullable
    Path prompts;

    @Option(names = "--output", paramLabel = "N", description = "Tokens to generate. Default: 128.")
    int output = 128;

    @Option(names = "--output-spread", paramLabel = "N", description = "Answers vary by ± this many tokens.")
    int outputSpread;

    @Option(names = "--shared-prefix", paramLabel = "SHARE", description = "Share of each prompt that is the same in all, 0 to 1. Default: 0.")
    double sharedPrefix;

    @Option(names = "--same-prompt", description = "Send one prompt again and again: a server may then answer from its prefix cache.")
    boolean samePrompt;

    @Option(names = "--turns", paramLabel = "N", description = "Requests of each conversation, each with all that was said before. Default: 1.")
    int turns = 1;

    @Option(names = "--cancel", paramLabel = "SHARE@TIME", description = "Give up this share of requests after this time: 0.1@500ms.")
    @Nullable
    String cancel;

    @Option(names = "--warmup", paramLabel = "N", description = "Requests before, not measured. Default: as many as users, at least 2.")
    @Nullable
    Integer warmup;

    @Option(names = "--slo", paramLabel = "LIMITS", description = "What makes a request good: ttft=800ms,tpot=50ms,e2e=10s, or a preset of docs/load.md.")
    @Nullable
    String slo;

    @Option(names = "--deadline", paramLabel = "TIME", description = "For one request. Default: 60s.")
    String deadline = "60s";

    @Option(names = "--header", paramLabel = "K=V", description = "A further header; ${NAME} stands for an environment variable, and secrets must come from one.")
    Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--key-env", paramLabel = "NAME", description = "The environment variable with the key, sent as a bearer token.")
    @Nullable
    String keyEnv;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file of the certificates to trust instead of Java's own.")
    @Nullable
    Path ca;

    @Option(names = "--proxy", paramLabel = "PROXY", description = "none (default), environment (https_proxy, http_proxy, no_proxy), or http://host:port.")
    String proxy = "none";

    @Option(names = "--no-stream", description = "Ask for answers in one piece.")
    boolean whole;

    @Option(names = "--tokenizer", paramLabel = "DIR", description = "The model's tokenizer: prompts then have exactly --input tokens. Default: about as many, by what the server counts.")
    @Nullable
    Path tokenizer;

    @Option(names = "--seed", paramLabel = "N", description = "Of prompts, lengths and arrivals. Default: 7.")
    long seed = 7;
}
