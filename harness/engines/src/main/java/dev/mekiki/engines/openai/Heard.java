package dev.mekiki.engines.openai;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.tokenizer.StopStrings;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An answer as it is put together, whole or from the pieces of a stream. Not safe for use by several threads. */
final class Heard {
    private final GenerationSettings settings;
    private final StopStrings stops;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private String finish = "";
    private String stoppedBy = "";
    private boolean calledTool;
    private int inputTokens;
    private int outputTokens;

    Heard(GenerationSettings settings) {
        this.settings = settings;
        this.stops = new StopStrings(settings.stop());
    }

    /**
     * What a piece brought.
     *
     * @param text the text that became certain
     * @param tokens tokens in it: as the server counts them where it does in every piece, otherwise 1
     */
    record Fresh(String text, int tokens) {}

    /**
     * Takes an answer or a piece of one.
     *
     * @throws EngineException if it is an error
     */
    Fresh add(JsonNode root) throws EngineException {
        Optional<String> error = ServerJson.inBand(root);
        if (error.isPresent()) {
            throw new EngineException("the server broke off: " + error.get());
        }
        int before = outputTokens;
        JsonNode usage = root.path("usage");
        inputTokens = count(usage.path("prompt_tokens"), inputTokens);
        outputTokens = count(usage.path("completion_tokens"), outputTokens);
        JsonNode choice = root.path("choices").path(0);
        if (choice.isMissingNode()) {
            return new Fresh("", 0);
        }
        if (choice.path("finish_reason").isString()) {
            finish = choice.path("finish_reason").stringValue();
        }
        if (choice.path("stop_reason").isString()) {
            stoppedBy = choice.path("stop_reason").stringValue();
        }
        JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
        String thought = string(said.path("reasoning_content").isString()
                ? said.path("reasoning_content")
                : said.path("reasoning"));
        reasoning.append(thought);
        refusal.append(string(said.path("refusal")));
        calledTool |= said.path("tool_calls").size() > 0 || said.path("function_call").isObject();
        String answer = string(said.isObject() ? said.path("content") : choice.path("text"));
        String certain = stops.add(answer);
        text.append(certain);
        int counted = usage.path("completion_tokens").isNumber()
                ? Math.max(0, outputTokens - before)
                : answer.isEmpty() && thought.isEmpty() ? 0 : 1;
        return new Fresh(certain, counted);
    }

    static int count(JsonNode node, int otherwise) {
        return node.isIntegralNumber() && node.canConvertToInt() ? Math.max(0, node.intValue()) : otherwise;
    }

    /** Content is a text, or a list of parts. */
    private static String string(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        StringBuilder parts = new StringBuilder();
        if (node.isArray()) {
            node.forEach(part -> parts.append(part.path("text").asString("")));
        }
        return parts.toString();
    }

    /** Whether a stop string came: nothing that follows belongs to the answer. */
    boolean stopped() {
        return stops.found();
    }

    /** Whether the server said why it ended. */
    boolean finished() {
        return !finish.isEmpty();
    }

    /** Whether the answer ended at a stop string while the model was still thinking. */
    boolean stoppedInThought() {
        return finish.equals("stop") && text.isEmpty() && !reasoning.isEmpty() && !settings.stop().isEmpty()
                && !stops.found() && refusal.isEmpty();
    }

    /** As far as it came. */
    Generation late() {
        text.append(stops.end());
        return generation(Finish.DEADLINE);
    }

    /** The whole answer; text that had been held back is told to {@code rest}. */
    Generation end(java.util.function.Consumer<String> rest) throws EngineException {
        String held = stops.end();
        text.append(held);
        if (!held.isEmpty()) {
            rest.accept(held);
        }
        return generation(why());
    }

    private Generation generation(Finish why) {
        return new Generation(why == Finish.REFUSED && !refusal.isEmpty() ? refusal.toString() : text.toString(),
                reasoning.isEmpty() ? Optional.empty() : Optional.of(reasoning.toString()), why, inputTokens,
                outputTokens);
    }

    private Finish why() throws EngineException {
        if (!refusal.isEmpty() || finish.equals("content_filter")) {
            return Finish.REFUSED;
        }
        if (stops.found()) {
            return Finish.STOP_STRING;
        }
        return switch (finish) {
            case "stop" -> settings.stop().contains(stoppedBy) ? Finish.STOP_STRING : Finish.END_OF_TEXT;
            case "stop_sequence" -> Finish.STOP_STRING;
            case "length", "max_tokens", "model_length" -> Finish.MAX_TOKENS;
            case "eos", "eos_token", "end_turn" -> Finish.END_OF_TEXT;
            case "tool_calls", "function_call" -> tool();
            case "" -> calledTool ? tool() : unsaid();
            default -> throw new EngineException("the server broke the answer off (finish_reason: "
                    + ServerJson.shown(finish) + ")");
        };
    }

    private Finish tool() throws EngineException {
        if (text.isEmpty()) {
            throw new EngineException("the model called a tool, and none was offered to it");
        }
        return Finish.END_OF_TEXT;
    }

    private Finish unsaid() {
        return outputTokens >= settings.maxTokens() ? Finish.MAX_TOKENS : Finish.END_OF_TEXT;
    }
}
