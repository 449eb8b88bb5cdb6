package dev.mekiki.engines.openai;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.ServerCounters;
import dev.mekiki.engines.openai.EndpointOptions.Api;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LoadTarget;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model behind an endpoint. Chat prompts are sent as messages, for the server's own template; with the option {@code tokenizer} they
 * are made here and sent as text.
 */
final class EndpointEngine implements Engine {
    private static final Set<String> TELLING = Set.of("vllm", "llamacpp", "sglang");

    private final Endpoint endpoint;
    private final EndpointOptions options;
    private final Bodies bodies;
    private final Generator generator;
    private final Probe.Found found;

    private EndpointEngine(Endpoint endpoint, EndpointOptions options, Bodies bodies, Generator generator,
            Probe.Found found) {
        this.endpoint = endpoint;
        this.options = options;
        this.bodies = bodies;
        this.generator = generator;
        this.found = found;
    }

    /** Connects, and finds what the server can do. */
    static EndpointEngine open(Candidate candidate, EndpointOptions options)
            throws EngineException {
        Optional<LocalText> text = Optional.empty();
        if (options.tokenizer().isPresent()) {
            text = Optional.of(LocalText.open(options.tokenizer().get(), candidate));
        }
        Endpoint endpoint = Endpoint.of(options);
        boolean opened = false;
        try {
            Bodies bodies = Bodies.of(candidate, options);
            Generator generator = new Generator(endpoint, options, bodies);
            EndpointEngine engine = new EndpointEngine(endpoint, options, bodies, generator,
                    new Probe(endpoint, options, bodies, generator).run(text));
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                endpoint.close();
                text.ifPresent(open -> open.tokenizer().close());
            }
        }
    }

    @Override
    public EngineDescription description() {
        SortedMap<String, String> resolved = new TreeMap<>(options.resolved());
        resolved.put("interface", takesMessages() ? "chat" : "completions");
        return new EngineDescription(OpenAiProvider.NAME, found.server().build(), found.server().contextTokens(),
                chatTemplate().map(ChatTemplate::digest), resolved);
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return found.local().map(LocalText::tokenizer);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return takesMessages() ? Optional.empty() : found.local().flatMap(LocalText::template);
    }

    @Override
    public boolean takesMessages() {
        return found.chat();
    }

    @Override
    public Optional<LogprobScorer> logprobs() {
        return found.logprobs().map(scorer -> scorer);
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        Asked asked = asked(prompt);
        return generator.generate(asked.path(), asked.body(), settings, seed, deadline, listener);
    }

    /** @param body without settings */
    private record Asked(String path, ObjectNode body) {}

    private Asked asked(Prompt prompt) throws EngineException {
        if (!prompt.messages().isEmpty()) {
            return new Asked(Generator.CHAT, chat(prompt));
        }
        boolean free = prompt.sample().isEmpty() && !prompt.templated();
        if (found.chat() && free && (options.api() == Api.CHAT || !found.completions())) {
            // nothing is scored by it: load and checks only want some text
            return new Asked(Generator.CHAT, bodies.chat(List.of(new Message("user", prompt.text())), false));
        }
        if (!found.completions()) {
            throw new EngineException("the prompt is to be read as it stands, and the server has no /completions");
        }
        return new Asked(Generator.COMPLETIONS, completion(prompt));
    }

    @Override
    public Optional<ConstrainedGenerator> constrained() {
        return found.chooser().ways().isEmpty() ? Optional.empty() : Optional.of(this::choose);
    }

    private ConstrainedGenerator.Choice choose(Prompt prompt, List<String> choices, GenerationSettings settings,
            long seed, Deadline deadline) throws EngineException {
        if (chatTemplate().flatMap(ChatTemplate::reasoning).map(marks -> marks.opened(prompt)).orElse(false)) {
            throw new EngineException(
                    "the chat template begins the model's reasoning, and a server that is held to given"
                            + " texts would leave it out");
        }
        Asked asked = asked(prompt);
        return found.chooser().choose(asked.path(), asked.body(), choices, settings, seed, deadline);
    }

    @Override
    public Optional<LoadTarget> loadTarget() {
        boolean chat = found.chat() && (options.api() == Api.CHAT || !found.completions());
        return Optional.of(new EndpointTarget(options, bodies, generator, chat,
                found.server().software().equals("llamacpp")));
    }

    private ObjectNode chat(Prompt prompt) throws EngineException {
        if (!Bodies.open(prompt)) {
            return bodies.chat(prompt.messages(), false);
        }
        boolean byField = found.server().continuesByField().orElseThrow(() -> new EngineException(
                "the task opens the answer, and it is not known how this server is told to go on with one; the option tokenizer helps"));
        return bodies.chat(prompt.messages(), byField);
    }

    private ObjectNode completion(Prompt prompt) throws EngineException {
        if (found.local().isEmpty()) {
            return bodies.completion(prompt.text());
        }
        LocalText text = found.local().get();
        return text.takesIds()
                ? bodies.completion(text.pairs().prompt(prompt))
                : bodies.completion(text.sent(prompt));
    }

    @Override
    public List<Conformance> conformance() {
        List<Conformance> checks = new ArrayList<>(found.checks());
        checks.addAll(new EndpointChecks(this).run());
        return checks;
    }

    /** Only of servers that are known to tell. */
    @Override
    public Optional<ServerCounters> counters(Deadline deadline) {
        if (!TELLING.contains(found.server().software())) {
            return Optional.empty();
        }
        try {
            return endpoint.text(options.beside("/metrics"), deadline)
                    .flatMap(text -> ServerMetrics.parse(text, bodies.model()));
        } catch (EngineException | Late e) {
            return Optional.empty(); // figures beside the measurement: without them it goes on
        }
    }

    @Override
    public OptionalLong modelBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        endpoint.close();
        found.local().ifPresent(text -> text.tokenizer().close());
    }
}
