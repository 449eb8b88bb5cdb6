package dev.mekiki.cli;

import dev.mekiki.analysis.LoadAnalysis;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.load.NettyLoad;
import dev.mekiki.load.OpenAiTarget;
import dev.mekiki.plan.LoadPromptFile;
import dev.mekiki.port.Dialect;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.LoadGenerator.Conversation;
import dev.mekiki.port.LoadGenerator.Order;
import dev.mekiki.port.LoadGenerator.Turn;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.ProxyAddress;
import dev.mekiki.port.Registry;
import dev.mekiki.port.Tokenizer;
import dev.mekiki.run.LoadPrompts;
import dev.mekiki.run.ServerTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Load on an endpoint, over the network. */
final class EndpointLoad implements LoadBench {
    private static final NettyLoad.ClientError UNCALIBRATED = (_, _) -> Optional.empty();

    private final Terminal terminal;
    private final LoadOptions options;
    private OpenAiTarget target;
    private final Duration deadline;
    private final Optional<ModelText> text;
    private final Optional<List<String>> prompts;
    private final Optional<Calibrations> calibrations;
    private final NettyLoad client;
    /** Tokens of an answer. */
    private final Optional<ToIntFunction<String>> answers;
    /** Tokens of a prompt. */
    private Optional<ToIntFunction<String>> counter;

    private EndpointLoad(Terminal terminal, LoadOptions options, OpenAiTarget target, Duration deadline,
            Optional<ModelText> text, Optional<List<String>> prompts, boolean calibrated) throws EngineException {
        this.terminal = terminal;
        this.options = options;
        this.target = target;
        this.deadline = deadline;
        this.text = text;
        this.prompts = prompts;
        this.calibrations = calibrated ? Optional.of(new Calibrations(2)) : Optional.empty();
        this.counter = text.isPresent()
                ? Optional.of(LoadPrompts.counter(text.get().tokenizer()))
                : Optional.empty();
        Optional<Tokenizer> tokenizer = text.isPresent() ? Optional.of(text.get().tokenizer()) : Optional.empty();
        this.answers = tokenizer.map(known -> answer -> known.encode(answer, false).length);
        this.client = new NettyLoad(calibrations.isPresent() ? calibrations.get() : UNCALIBRATED);
    }

    /** Finds the model, and how its prompts' tokens are counted. */
    static EndpointLoad open(Terminal terminal, LoadOptions options, String url, Optional<String> model,
            OpenAiTarget.Api api, boolean calibrated) throws Failure, EngineException, InvalidInput {
        EndpointAccess access = EndpointAccess.of(options);
        URI uri = EndpointAccess.uri(url);
        Optional<ProxyAddress> proxy = EndpointAccess.proxy(options, uri);
        String name = model.isPresent() ? model.get() : access.onlyModel(uri, proxy);
        OpenAiTarget target = new OpenAiTarget(uri, name, api, !options.whole, access.headers(),
                Optional.ofNullable(options.ca), access.secrets(), proxy, Dialect.USUAL);
        EndpointLoad load = new EndpointLoad(terminal, options, target,
                LoadLevels.duration("--deadline", options.deadline),
                options.tokenizer == null ? Optional.empty() : Optional.of(tokenizer(options.tokenizer)),
                options.prompts == null ? Optional.empty() : Optional.of(LoadPromptFile.read(options.prompts)),
                calibrated);
        try {
            if (load.counter.isEmpty() && load.prompts.isEmpty()) {
                load.counter = Optional.of(load.byServer());
            } else {
                load.learn();
            }
            return load;
        } catch (Failure | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    private static ModelText tokenizer(Path folder) throws EngineException, Failure {
        EngineProvider provider = Registry.load(EngineProvider.class).find("jlama")
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "no engine here reads tokenizers", ""));
        return provider.text(new Candidate("tokenizer", folder.toAbsolutePath().normalize().toString(), "jlama",
                new TreeMap<>()));
    }

    /** Servers that take no fields but those they know say so at once; any other trouble is for the measurement to tell. */
    private void learn() {
        LoadProfile one = new LoadProfile("probe", 1, 1, 0, new Input.Tokens(1, 0), 1);
        Order order = new Order(target, one, List.of(new Conversation(List.of(new Turn("こんにちは。", 1)))), deadline,
                options.seed);
        Optional<String> refusal = new NettyLoad(UNCALIBRATED).run(order, _ -> true).requests().stream()
                .flatMap(each -> each.error().stream()).findFirst();
        if (refusal.filter(this::leavesOut).isPresent()) {
            learn();
        }
    }

    /** Whether the server's words name a field, which it is not sent any more. */
    private boolean leavesOut(String refusal) {
        Optional<OpenAiTarget> other = target.after(refusal);
        target = other.orElse(target);
        return other.isPresent();
    }

    private ToIntFunction<String> byServer() throws Failure {
        ServerTokens.Asked asked = ServerTokens.ask(new NettyLoad(UNCALIBRATED), target, deadline, options.seed);
        if (asked instanceof ServerTokens.Asked.Failed(String reason) && leavesOut(reason)) {
            return byServer();
        }
        return switch (asked) {
            case ServerTokens.Asked.Failed failed -> throw new Failure(ExitCode.INCOMPLETE,
                    "the server does not answer: " + TextTable.plain(failed.reason()),
                    "check the URL, --model and --api");
            case ServerTokens.Asked.Known known -> {
                ServerTokens tokens = known.tokens();
                terminal.note(tokens.counted()
                        ? String.format(Locale.ROOT,
                                "prompts have about the tokens asked for: %.2f a character and %.0f "
                                        + "around them, by what the server counts (--tokenizer DIR makes them exact)",
                                tokens.perCharacter(), tokens.around())
                        : "note: the server does not count prompts' tokens; prompts have about as many characters as "
                                + "tokens were asked for (--tokenizer DIR makes them exact)");
                yield tokens.counter();
            }
        };
    }

    @Override
    public LoadMeasured measure(LoadProfile given) {
        LoadProfile profile = prompts.isEmpty()
                ? given
                : given.asking(new Input.Prompts(String.valueOf(options.prompts), prompts.get()));
        List<Conversation> conversations = new LoadPrompts(profile, options.seed, counter).conversations();
        Order order = new Order(target, profile, conversations, deadline, options.seed, answers);
        LoadGenerator.Result result;
        try (LoadProgress progress = new LoadProgress(terminal, profile)) {
            result = client.run(order, progress);
        }
        calibrations.map(Calibrations::trouble).filter(trouble -> !trouble.isEmpty())
                .ifPresent(trouble -> terminal.note("note: " + trouble));
        LoadFinding found = LoadAnalysis.of(profile, result.requests(), Optional.of(LoadDone.of(target.model(),
                profile.name(), result.requests(), OptionalLong.empty(), result.pending(),
                Optional.of(result.client()))), result.trouble());
        return new LoadMeasured(profile, found, result.requests());
    }

    @Override
    public void close() {
        calibrations.ifPresent(Calibrations::close);
        text.ifPresent(ModelText::close);
    }
}
