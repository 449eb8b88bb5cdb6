package dev.mekiki.engines.openai;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Log-probabilities of a prompt's own tokens, from /completions: prompt and continuation are sent together, and the server says how likely
 * each token was. With the model's tokenizer here, the tokens are counted by it; without, the border between context and continuation has
 * to be a border between the server's tokens.
 */
final class ServerLogprobs implements LogprobScorer {
    /** How the server is asked. */
    enum Method {
        /** {@code echo} with {@code logprobs}, as OpenAI's first models and lm-evaluation-harness. */
        ECHO,
        /** vLLM's {@code prompt_logprobs}. */
        PROMPT_LOGPROBS
    }

    private final Generator generator;
    private final Endpoint endpoint;
    private final Bodies bodies;
    private final Optional<LocalText> local;
    private final Method method;

    ServerLogprobs(Generator generator, Endpoint endpoint, Bodies bodies, Optional<LocalText> local, Method method) {
        this.generator = generator;
        this.endpoint = endpoint;
        this.bodies = bodies;
        this.local = local;
        this.method = method;
    }

    @Override
    public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
            throws EngineException {
        List<ContinuationLogprob> scores = new ArrayList<>();
        for (String continuation : continuations) {
            List<PromptToken> scored = local.isPresent()
                    ? counted(local.get(), context, continuation, deadline)
                    : bordered(context, continuation, deadline);
            double sum = 0;
            boolean greedy = true;
            for (PromptToken token : scored) {
                sum += token.logprob().orElseThrow(() -> endpoint.failure("the server gives no log-probability for “"
                        + ServerJson.shown(token.text()) + "”"
                        + (local.isEmpty()
                                ? ": it puts no token before a text (the option tokenizer helps)"
                                : "")));
                greedy &= token.greedy();
            }
            scores.add(new ContinuationLogprob(continuation, sum, greedy, scored.size()));
        }
        return scores;
    }

    /** By the model's own tokenizer. */
    private List<PromptToken> counted(LocalText text, Prompt context, String continuation, Deadline deadline)
            throws EngineException {
        PairEncoder pairs = text.pairs();
        int[] before = pairs.context(context);
        int[] rest = pairs.continuation(context, before, continuation);
        if (text.takesIds()) {
            int[] whole = Arrays.copyOf(before, before.length + rest.length);
            System.arraycopy(rest, 0, whole, before.length, rest.length);
            List<PromptToken> tokens = of(whole, deadline);
            return tokens.subList(before.length, tokens.size());
        }
        List<PromptToken> tokens = of(
                text.sent(new Prompt(context.text() + continuation, context.templated())), deadline);
        int expected = before.length + rest.length;
        boolean begun = tokens.size() == expected + 1 && tokens.getFirst().logprob().isEmpty();
        if (tokens.size() != expected && !begun) {
            throw endpoint
                    .failure("the server makes " + tokens.size() + " tokens of a text that the option tokenizer makes "
                            + expected + " of");
        }
        return tokens.subList(tokens.size() - rest.length, tokens.size());
    }

    /** By the server's tokens. */
    private List<PromptToken> bordered(Prompt context, String continuation, Deadline deadline)
            throws EngineException {
        String text = context.text() + continuation;
        List<PromptToken> tokens = of(text, deadline);
        int from = Borders.first(tokens, text, PairEncoder.stripped(context.text()))
                .orElseThrow(() -> endpoint
                        .failure("one of the server's tokens spans the end of the prompt and the beginning of “"
                                + ServerJson.shown(continuation)
                                + "”: they can't be told apart without the option tokenizer"));
        return tokens.subList(from, tokens.size());
    }

    @Override
    public List<TokenLogprob> score(int[] ids) throws EngineException {
        if (local.isEmpty() || !local.get().takesIds()) {
            throw new EngineException("token ids need the option tokenizer, and a server that takes them");
        }
        List<PromptToken> tokens = of(ids, Deadline.none());
        List<TokenLogprob> scores = new ArrayList<>();
        for (int i = 1; i < ids.length; i++) {
            scores.add(new TokenLogprob(ids[i], tokens.get(i).logprob().orElse(Double.NaN), tokens.get(i).greedy()));
        }
        return scores;
    }

    /** All tokens of a text, as the server has them. */
    List<PromptToken> of(String text, Deadline deadline) throws EngineException {
        return ask(bodies.completion(text), Optional.of(text), -1, deadline);
    }

    /** Exactly these tokens. */
    private List<PromptToken> of(int[] ids, Deadline deadline) throws EngineException {
        List<PromptToken> tokens = ask(bodies.completion(ids), Optional.empty(), ids.length, deadline);
        if (tokens.size() != ids.length) {
            throw endpoint.failure("the server was given " + ids.length + " tokens and tells of " + tokens.size());
        }
        return tokens;
    }

    private List<PromptToken> ask(ObjectNode body, Optional<String> text, int ids, Deadline deadline)
            throws EngineException {
        body.put(generator.dialect().maxTokens(), 1).put("temperature", 0);
        switch (method) {
            case ECHO -> body.put("echo", true).put("logprobs", 1);
            case PROMPT_LOGPROBS -> body.put("prompt_logprobs", 0);
        }
        try {
            JsonNode root = ServerJson.object(endpoint.body(
                    generator.accepted(Generator.COMPLETIONS, bodies.finished(body), deadline), deadline));
            Optional<String> error = ServerJson.inBand(root);
            if (error.isPresent()) {
                throw endpoint.failure("the server broke off: " + error.get());
            }
            return switch (method) {
                case ECHO -> PromptToken.echoed(root, text, ids);
                case PROMPT_LOGPROBS -> PromptToken.listed(root);
            };
        } catch (Late e) {
            throw new EngineException("the deadline passed", e);
        } catch (Generator.Refusal e) {
            throw endpoint.failure(e.said());
        }
    }
}
