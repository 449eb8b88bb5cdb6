package dev.mekiki.engines.served;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.ServerCounters;
import dev.mekiki.engines.openai.OpenAiProvider;
import dev.mekiki.engines.served.Software.Program;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LoadTarget;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import dev.mekiki.port.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A candidate in a server of its own. */
final class ServedEngine implements Engine {
    private static final String KEY_NAME = "SERVER_KEY";

    private final Software software;
    private final ServedOptions options;
    private final Program program;
    private final WatchedServer server;
    private final Engine endpoint;
    private final double startedSeconds;

    private ServedEngine(Software software, ServedOptions options, Program program, WatchedServer server,
            Engine endpoint, double startedSeconds) {
        this.software = software;
        this.options = options;
        this.program = program;
        this.server = server;
        this.endpoint = endpoint;
        this.startedSeconds = startedSeconds;
    }

    static ServedEngine open(Software software, Candidate candidate, Workplace workplace) throws EngineException {
        ServedOptions options = ServedOptions.read(candidate, software);
        Program program = software.find(options.binary());
        software.checkDevices(program, options);
        Starter starter = new Starter(software, program, options, candidate.name(), candidate.model(), workplace);
        long start = System.nanoTime();
        KeptServer first;
        try {
            first = starter.first();
        } catch (EngineException e) {
            starter.close();
            throw e;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        WatchedServer server = new WatchedServer(starter, first, candidate.name(), options.restarts(), workplace);
        try {
            Engine endpoint = new OpenAiProvider(name -> name.equals(KEY_NAME) ? starter.key() : null)
                    .open(requests(software, options, candidate, starter.url()));
            return new ServedEngine(software, options, program, server, endpoint, seconds);
        } catch (EngineException e) {
            Optional<Ending> ending = first.ending(Duration.ofSeconds(1));
            server.close();
            throw ending.isEmpty() ? e : new EngineException("the server " + ending.get().words(), e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The candidate as the engine {@code openai} asks it. */
    private static Candidate requests(Software software, ServedOptions options, Candidate candidate, String url) {
        SortedMap<String, String> asked = requests(software, options, candidate.model());
        asked.put("url", url);
        asked.put("key-env", KEY_NAME);
        return new Candidate(candidate.name(), candidate.name(), "openai", asked, candidate.chatTemplate());
    }

    static SortedMap<String, String> requests(Software software, ServedOptions options, String model) {
        SortedMap<String, String> asked = new TreeMap<>(options.requests());
        if (!"chat".equals(asked.get("api"))) {
            software.ownTokenizer(model).ifPresent(folder -> asked.putIfAbsent(ServedOptions.TOKENIZER, folder));
        }
        return asked;
    }

    /** Neither port nor key: a run that is gone on with has others. */
    @Override
    public EngineDescription description() {
        EngineDescription told = endpoint.description();
        SortedMap<String, String> resolved = new TreeMap<>(told.resolved());
        resolved.keySet().removeAll(Set.of("url", "key-env", "proxy"));
        resolved.putAll(options.own());
        resolved.put("program", program.where());
        resolved.put(ServedOptions.DEVICES, options.devices()
                .map(list -> list.isEmpty() ? "cpu" : String.join(",", list)).orElse("all"));
        told.contextTokens().ifPresent(tokens -> resolved.put(ServedOptions.CONTEXT, String.valueOf(tokens)));
        resolved.put(ServedOptions.PARALLEL, options.parallel().isPresent()
                ? String.valueOf(options.parallel().getAsInt())
                : software.defaultParallel());
        if (!options.arguments().isEmpty()) {
            resolved.put(ServedOptions.ARGUMENTS, String.join(" ", options.arguments()));
        }
        return new EngineDescription(software.program(), told.version(), told.contextTokens(), told.chatTemplate(),
                resolved);
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return endpoint.tokenizer();
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return endpoint.chatTemplate();
    }

    @Override
    public boolean takesMessages() {
        return endpoint.takesMessages();
    }

    @Override
    public Optional<LogprobScorer> logprobs() {
        return endpoint.logprobs().map(Watched::new);
    }

    /** Log-probabilities from a server that may end. */
    private final class Watched implements LogprobScorer {
        private final LogprobScorer scorer;

        Watched(LogprobScorer scorer) {
            this.scorer = scorer;
        }

        @Override
        public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
                throws EngineException {
            return server.ask(() -> scorer.score(context, continuations, deadline), _ -> false, deadline);
        }

        @Override
        public List<TokenLogprob> score(int[] ids) throws EngineException {
            return server.ask(() -> scorer.score(ids), _ -> false, Deadline.none());
        }
    }

    @Override
    public Optional<ConstrainedGenerator> constrained() {
        return endpoint.constrained().map(chooser -> (prompt, choices, settings, seed, deadline) -> server.ask(
                () -> chooser.choose(prompt, choices, settings, seed, deadline),
                choice -> silent(choice.generation()), deadline));
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        return server.ask(() -> endpoint.generate(prompt, settings, seed, deadline, listener), ServedEngine::silent,
                deadline);
    }

    private static boolean silent(Generation generation) {
        return generation.finish() == Generation.Finish.DEADLINE && generation.text().isEmpty()
                && generation.reasoning().isEmpty();
    }

    @Override
    public List<Conformance> conformance() {
        List<Conformance> checks = new ArrayList<>();
        Map<String, String> environment = options.environment();
        checks.add(new Conformance("server", true, String.format(Locale.ROOT, "%s, ready after %.1f s, on %s",
                program.where(), startedSeconds, environment.isEmpty()
                        ? "the devices that it found"
                        : options.devices().map(list -> list.isEmpty() ? "the processor" : "GPUs " + list)
                                .orElse("the devices that it found")),
                Set.of()));
        checks.addAll(endpoint.conformance());
        return checks;
    }

    @Override
    public Optional<LoadTarget> loadTarget() {
        return endpoint.loadTarget();
    }

    @Override
    public Optional<ServerCounters> counters(Deadline deadline) {
        return endpoint.counters(deadline);
    }

    /** For tests of what becomes of a server that ends. */
    OptionalLong pid() {
        return server.current().pid();
    }

    @Override
    public OptionalLong modelBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        endpoint.close();
        server.close();
    }
}
