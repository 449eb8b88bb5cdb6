package dev.mekiki.engines.openai;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.openai.EndpointOptions.Api;
import dev.mekiki.engines.openai.Generator.Refusal;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a server can do by trying it, since many take a request and leave out what they do not know. */
final class Probe {
    /** A server may have to load its model first. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<AnswerMode> SCORED = Set.of(AnswerMode.CHOICE, AnswerMode.LIKELIHOOD, AnswerMode.ROLLING);
    private static final String QUESTION = "日本の首都はどこですか。";
    private static final String CONTEXT = "The capital of Japan is";
    private static final String CONTINUATION = " Tokyo, and the capital of France is Paris.";
    /** Text that any model of the language finds likelier than the same characters in disorder. */
    private static final List<List<String>> KNOWN = List.of(
            List.of("日本の首都は東京です。富士山は日本で一番高い山です。", "す首です本一日京高富い。で山東はの士で。番の都日は山本"),
            List.of("The capital of Japan is Tokyo, and the capital of France is Paris.",
                    "Paris of and is capital Japan, the Tokyo. capital is The France of"));
    /** Ends in what no model would say there. */
    private static final String ODD = "The capital of Japan is Tokyo, and the capital of France is Paris%";
    private static final List<List<String>> UNLIKELY = List.of(List.of("紫の七", "x=\"4\\9\""),
            List.of("無い庭", "無い庭 2 (no)"));
    private static final double ROUNDING = 1e-4;

    private final Endpoint endpoint;
    private final EndpointOptions options;
    private final Bodies bodies;
    private final Generator generator;
    private final List<Conformance> checks = new ArrayList<>();

    Probe(Endpoint endpoint, EndpointOptions options, Bodies bodies, Generator generator) {
        this.endpoint = endpoint;
        this.options = options;
        this.bodies = bodies;
        this.generator = generator;
    }

    /**
     * What was found.
     *
     * @param chat whether messages are sent to /chat/completions
     * @param completions whether there is /completions
     * @param local the tokenizer, and how the server takes what it makes
     * @param chooser with the ways that keep an answer to given texts, none where there is none
     * @param checks with reasons for what is missing
     */
    record Found(ServerFacts server, boolean chat, boolean completions, Optional<LocalText> local,
            Optional<ServerLogprobs> logprobs, EndpointChooser chooser, List<Conformance> checks) {}

    static Deadline patience() {
        return Deadline.after(PATIENCE);
    }

    /** @throws EngineException if the server can't be reached, or has nothing of what is needed */
    Found run(Optional<LocalText> text) throws EngineException {
        try {
            ServerFacts server = ServerFacts.of(endpoint, options, bodies.model(), patience());
            boolean rendered = options.api() != Api.CHAT && text.flatMap(LocalText::template).isPresent();
            Optional<String> noCompletions = refused(Generator.COMPLETIONS, bodies.completion(QUESTION));
            Optional<String> noChat = options.api() == Api.COMPLETIONS || rendered
                    ? Optional.of("not used")
                    : refused(Generator.CHAT, bodies.chat(List.of(new Message("user", QUESTION)), false));
            boolean needed = options.api() == Api.COMPLETIONS || rendered;
            if (noCompletions.isPresent() && (needed || noChat.isPresent())) {
                throw endpoint.failure("/completions can't be used: " + noCompletions.get()
                        + (needed ? "" : "; nor can /chat/completions: " + noChat.get())
                        + server.listed(bodies.model()));
            }
            if (options.api() == Api.CHAT && noChat.isPresent()) {
                throw endpoint
                        .failure("/chat/completions can't be used: " + noChat.get() + server.listed(bodies.model()));
            }
            checks.add(new Conformance("interfaces", true, "/chat/completions: " + noChat.orElse("works")
                    + "; /completions: " + noCompletions.orElse("works"), Set.of()));
            Optional<LocalText> local = text.isPresent() && noCompletions.isEmpty()
                    ? Optional.of(fitted(text.get()))
                    : text;
            Optional<ServerLogprobs> logprobs = logprobs(local, noCompletions);
            EndpointChooser chooser = chooser(server.software(), noChat.isEmpty(), noCompletions.isEmpty());
            return new Found(server, noChat.isEmpty(), noCompletions.isEmpty(), local, logprobs, chooser,
                    List.copyOf(checks));
        } catch (Late e) {
            throw new EngineException("the server did not answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }

    /** Why a function can't be used, if so. */
    private Optional<String> refused(String path, ObjectNode asked) {
        try {
            Generation generation = generator.answer(path, asked, GenerationSettings.greedy(8, List.of()), 0,
                    patience(), GenerationListener.NONE);
            return generation.finish() == Generation.Finish.DEADLINE
                    ? Optional.of("no answer within " + PATIENCE.toSeconds() + " s")
                    : Optional.empty();
        } catch (Refusal | EngineException e) {
            return Optional.of(String.valueOf(endpoint.failure(String.valueOf(e.getMessage())).getMessage()));
        }
    }

    /** Texts that nobody would answer by himself: a server that says one of each was held to them. */
    private EndpointChooser chooser(String software, boolean chat, boolean completions) {
        Map<String, Constraint> ways = new TreeMap<>();
        List<String> reasons = new ArrayList<>();
        for (String path : List.of(Generator.CHAT, Generator.COMPLETIONS)) {
            boolean there = path.equals(Generator.CHAT) ? chat : completions;
            ObjectNode asked = path.equals(Generator.CHAT)
                    ? bodies.chat(List.of(new Message("user", QUESTION)), false)
                    : bodies.completion(QUESTION);
            for (Constraint way : there ? Constraint.likeliestFirst(software) : List.<Constraint>of()) {
                Optional<String> obstacle = obstacle(way, path, asked);
                if (obstacle.isEmpty()) {
                    ways.put(path, way);
                    break;
                }
                reasons.add(path + " " + way.name().toLowerCase(Locale.ROOT) + ": " + obstacle.get());
            }
        }
        checks.add(new Conformance("constrained-choice", !ways.isEmpty(), EndpointChooser.inWords(ways).orElseGet(
                () -> reasons.isEmpty()
                        ? "no interface can be used"
                        : "no way was heeded; the last: " + reasons.getLast()),
                Set.of()));
        return new EndpointChooser(generator, endpoint, ways);
    }

    private Optional<String> obstacle(Constraint way, String path, ObjectNode asked) {
        EndpointChooser chooser = new EndpointChooser(generator, endpoint, Map.of());
        try {
            for (List<String> unlikely : UNLIKELY) {
                if (chooser.choose(way, path, asked, unlikely, GenerationSettings.greedy(1, List.of()), 0, patience())
                        .option().isEmpty()) {
                    return Optional.of("it did not come to an end");
                }
            }
            return Optional.empty();
        } catch (Refusal | EngineException e) {
            return Optional.of(String.valueOf(endpoint.failure(String.valueOf(e.getMessage())).getMessage()));
        }
    }

    /** Whether the tokenizer is the server's, whether the server takes tokens, and whether it adds one of its own. */
    private LocalText fitted(LocalText text) throws EngineException {
        HubTokenizer tokenizer = text.tokenizer();
        int plain = tokenizer.encode(QUESTION, false).length;
        int[] ids = tokenizer.encode(QUESTION, true);
        boolean adds = ids.length > plain;
        OptionalInt counted = promptTokens(bodies.completion(QUESTION));
        if (counted.isPresent()) {
            int more = counted.getAsInt() - plain;
            if (more < 0 || more > 1) {
                throw new EngineException("tokenizer: it makes " + plain + " tokens of “" + QUESTION
                        + "”, and the server counts " + counted.getAsInt()
                        + ": it is not the tokenizer of the model that the server runs");
            }
            adds = more == 1;
        }
        OptionalInt taken = promptTokens(bodies.completion(ids));
        boolean takesIds = taken.isPresent() && taken.getAsInt() == ids.length;
        checks.add(new Conformance("tokenizer-agrees", counted.isPresent(), counted.isPresent()
                ? "the server counts " + counted.getAsInt() + " tokens where the tokenizer makes " + plain
                : "the server counts no tokens: whether the tokenizer is its own is not known", Set.of()));
        checks.add(new Conformance("bos-count", true, takesIds
                ? "prompts are sent as tokens: what begins a text stands there once"
                : adds
                        ? "the server puts a token before a text; a chat template's own is taken away"
                        : "the server puts no token before a text",
                Set.of()));
        return text.taken(takesIds, adds);
    }

    private OptionalInt promptTokens(ObjectNode body) throws EngineException {
        try {
            Generation generation = generator.answer(Generator.COMPLETIONS, body,
                    GenerationSettings.greedy(1, List.of()), 0, patience(), GenerationListener.NONE);
            return generation.inputTokens() > 0 ? OptionalInt.of(generation.inputTokens()) : OptionalInt.empty();
        } catch (Refusal | EngineException _) {
            return OptionalInt.empty(); // a way of asking that it does not take
        }
    }

    private Optional<ServerLogprobs> logprobs(Optional<LocalText> local, Optional<String> noCompletions) {
        List<String> reasons = new ArrayList<>();
        if (noCompletions.isPresent()) {
            reasons.add("/completions can't be used: " + noCompletions.get());
        } else {
            for (ServerLogprobs.Method method : ServerLogprobs.Method.values()) {
                ServerLogprobs scorer = new ServerLogprobs(generator, endpoint, bodies, local, method);
                String name = method.name().toLowerCase(Locale.ROOT);
                try {
                    checks.add(new Conformance("log-probabilities", true, name + ": " + plausible(scorer), SCORED));
                    return Optional.of(scorer);
                } catch (EngineException e) {
                    reasons.add(name + ": " + e.getMessage());
                }
            }
        }
        checks.add(new Conformance("log-probabilities", false, String.join("; ", reasons), SCORED));
        return Optional.empty();
    }

    /**
     * @return what was seen
     * @throws EngineException why the figures can't be the prompt's log-probabilities
     */
    private String plausible(ServerLogprobs scorer) throws EngineException {
        boolean told = false;
        StringBuilder seen = new StringBuilder();
        for (List<String> pair : KNOWN) {
            double sensible = sum(scorer, pair.getFirst());
            double scrambled = sum(scorer, pair.getLast());
            told |= sensible > scrambled;
            seen.append(String.format(Locale.ROOT, "%s%.1f and in disorder %.1f nats", seen.isEmpty() ? "" : ", ",
                    sensible, scrambled));
        }
        if (!told) {
            throw new EngineException("sensible text is no likelier than the same in disorder: " + seen);
        }
        if (scorer.of(ODD, patience()).getLast().greedy()) {
            throw new EngineException("the last sign of “" + ODD
                    + "” is said to be the likeliest: the figures belong to other tokens");
        }
        ContinuationLogprob whole = scorer.score(Prompt.plain(CONTEXT), List.of(CONTINUATION), patience()).getFirst();
        Optional<String> next = next();
        if (next.isPresent()) {
            ContinuationLogprob likeliest;
            try {
                likeliest = scorer.score(Prompt.plain(CONTEXT), List.of(next.get()), patience()).getFirst();
            } catch (EngineException _) {
                return seen + String.format(Locale.ROOT, "; a continuation %.1f", whole.logprob());
            }
            if (likeliest.tokens() == 1 && !likeliest.greedy()) {
                throw new EngineException("“" + ServerJson.shown(next.get())
                        + "” is what the model goes on with, and it is not said to be the likeliest: the figures belong to other tokens");
            }
        }
        return seen + String.format(Locale.ROOT, "; a continuation %.1f; the likeliest token is the generated one",
                whole.logprob());
    }

    /** What the model says next, if that is a whole character. */
    private Optional<String> next() throws EngineException {
        try {
            String text = generator.answer(Generator.COMPLETIONS, bodies.completion(CONTEXT),
                    GenerationSettings.greedy(1, List.of()), 0, patience(), GenerationListener.NONE).text();
            return text.isEmpty() || text.indexOf('\uFFFD') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (Refusal e) {
            throw endpoint.failure(e.said());
        }
    }

    private double sum(ServerLogprobs scorer, String text) throws EngineException {
        List<PromptToken> tokens = scorer.of(text, patience());
        double sum = 0;
        double least = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (PromptToken token : tokens.subList(Math.min(1, tokens.size()), tokens.size())) {
            double logprob = token.logprob()
                    .orElseThrow(() -> new EngineException("tokens of the prompt have no log-probability"));
            if (logprob > ROUNDING) {
                throw new EngineException("a log-probability is " + logprob);
            }
            sum += logprob;
            least = Math.min(least, logprob);
            most = Math.max(most, logprob);
        }
        if (tokens.size() < 3 || most - least < ROUNDING) {
            throw new EngineException(
                    "the " + tokens.size() + " tokens of a sentence all have the same log-probability");
        }
        return sum;
    }
}
