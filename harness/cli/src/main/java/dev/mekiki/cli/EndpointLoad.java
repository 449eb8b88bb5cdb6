package dev.mekiki.cli;

import dev.mekiki.analysis.LoadAnalysis;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent.LoadDone;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.load.NettyLoad;
import dev.mekiki.load.OpenAiTarget;
import dev.mekiki.plan.LoadPromptFile;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.LoadGenerator.Conversation;
import dev.mekiki.port.LoadGenerator.Order;
import dev.mekiki.port.LoadGenerator.Turn;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Registry;
import dev.mekiki.run.LoadPrompts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Load on an endpoint, over the network. */
final class EndpointLoad implements LoadBench {
    private static final int PROBE = 400;

    private final Terminal terminal;
    private final LoadOptions options;
    private final OpenAiTarget target;
    private final Duration deadline;
    private final Optional<ModelText> text;
    private final Optional<List<String>> prompts;
    private final Optional<Calibrations> calibrations;
    private Optional<ToIntFunction<String>> counter;

    private EndpointLoad(Terminal terminal, LoadOptions options, OpenAiTarget target, Duration deadline,
            Optional<ModelText> text, Optional<List<String>> prompts, boolean calibrated) throws EngineException {
        this.terminal = terminal;
        this.options = options;
        this.target = target;
        this.deadline = deadline;
        this.text = text;
        this.prompts = prompts;
        this.calibrations = calibrated ? Optional.of(new Calibrations()) : Optional.empty();
        this.counter = text.isPresent()
                ? Optional.of(LoadPrompts.counter(text.get().tokenizer()))
                : Optional.empty();
    }

    /** Finds the model, and how its prompts' tokens are counted. */
    static EndpointLoad open(Terminal terminal, LoadOptions options, String url, Optional<String> model,
            OpenAiTarget.Api api, boolean calibrated) throws Failure, EngineException, InvalidInput {
        EndpointAccess access = EndpointAccess.of(options);
        URI uri = EndpointAccess.uri(url);
        String name = model.isPresent() ? model.get() : access.onlyModel(uri);
        OpenAiTarget target = new OpenAiTarget(uri, name, api, !options.whole, access.headers(),
                Optional.ofNullable(options.ca), access.secrets());
        EndpointLoad load = new EndpointLoad(terminal, options, target,
                LoadLevels.duration("--deadline", options.deadline),
                options.tokenizer == null ? Optional.empty() : Optional.of(tokenizer(options.tokenizer)),
                options.prompts == null ? Optional.empty() : Optional.of(LoadPromptFile.read(options.prompts)),
                calibrated);
        try {
            if (load.counter.isEmpty() && load.prompts.isEmpty()) {
                load.counter = Optional.of(load.byServer());
            }
            if (load.calibrations.isPresent()) {
                terminal.note("warming up the client …");
                load.calibrations.get().warm();
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

    /** Asks the server how many tokens a short and a long text have; in between, tokens grow with characters. */
    private ToIntFunction<String> byServer() throws Failure {
        LoadProfile probe = new LoadProfile("probe", 1, 2, 0, new Input.Tokens(PROBE, 0), 1,
                Optional.of(LoadShape.PLAIN));
        ToIntFunction<String> characters = text -> text.codePointCount(0, text.length());
        List<Conversation> made = new LoadPrompts(probe, options.seed, Optional.of(characters)).conversations();
        String whole = made.getFirst().turns().getFirst().text();
        String some = whole.substring(0, PROBE / 8);
        LoadGenerator.Result result = new NettyLoad(Optional.empty(), (_, _) -> Optional.empty()).run(new Order(target,
                probe, List.of(one(some), one(whole)), deadline, options.seed), _ -> true);
        Optional<String> error = result.trouble()
                .or(() -> result.requests().stream().flatMap(each -> each.error().stream()).findFirst());
        if (error.isPresent()) {
            throw new Failure(ExitCode.INCOMPLETE, "the server does not answer: " + error.get(),
                    "check the URL, --model and --api");
        }
        int few = result.requests().getFirst().inputTokens();
        int many = result.requests().getLast().inputTokens();
        int fewer = characters.applyAsInt(some);
        int more = characters.applyAsInt(whole);
        if (few <= 0 || many <= few) {
            terminal.note("note: the server does not count prompts' tokens; prompts have about as many characters as "
                    + "tokens were asked for (--tokenizer DIR makes them exact)");
            return characters;
        }
        double slope = (double) (many - few) / (more - fewer);
        double around = few - slope * fewer;
        terminal.note(String.format(java.util.Locale.ROOT,
                "prompts have about the tokens asked for: %.2f a character and %.0f around them, by what the server counts "
                        + "(--tokenizer DIR makes them exact)",
                slope, around));
        return text -> (int) Math.round(around + slope * characters.applyAsInt(text));
    }

    private static Conversation one(String text) {
        return new Conversation(List.of(new Turn(text, 1)));
    }

    @Override
    public LoadMeasured measure(LoadProfile given) {
        LoadProfile profile = prompts.isEmpty()
                ? given
                : new LoadProfile(given.name(), given.concurrency(), given.requests(), given.warmup(),
                        new Input.Prompts(String.valueOf(options.prompts), prompts.get()), given.output(),
                        given.shape());
        List<Conversation> conversations = new LoadPrompts(profile, options.seed, counter).conversations();
        Order order = new Order(target, profile, conversations, deadline, options.seed);
        Optional<ToIntFunction<String>> answers = text.isPresent() ? counter : Optional.empty();
        LoadGenerator.Result result;
        try (LoadProgress progress = new LoadProgress(terminal, profile)) {
            result = new NettyLoad(answers,
                    (streams, chunks) -> calibrations.flatMap(each -> each.at(streams, chunks)))
                    .run(order, progress);
        }
        calibrations.map(Calibrations::trouble).filter(trouble -> !trouble.isEmpty())
                .ifPresent(trouble -> terminal.note("note: " + trouble));
        double start = result.requests().stream().mapToDouble(LoadRequest::sentMs).min().orElse(0);
        double end = result.requests().stream().mapToDouble(LoadRequest::endMs).max().orElse(0);
        LoadFinding found = LoadAnalysis.of(profile, result.requests(), Optional.of(new LoadDone(target.model(),
                profile.name(), end - start, OptionalLong.empty(), result.pending(), Optional.of(result.client()))),
                result.trouble());
        return new LoadMeasured(profile, found, result.requests());
    }

    @Override
    public void close() {
        calibrations.ifPresent(Calibrations::close);
        text.ifPresent(ModelText::close);
    }
}
