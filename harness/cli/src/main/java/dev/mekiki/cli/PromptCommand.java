package dev.mekiki.cli;

import dev.mekiki.port.ChatRequest;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Tokenizer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "prompt", description = "What a model's chat template makes of messages, exactly.")
final class PromptCommand extends BaseCommand {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--messages", required = true, paramLabel = "FILE", description = "Messages as for the chat API: a JSON array.")
    private Path messages = Path.of("");

    @Option(names = "--tools", paramLabel = "FILE", description = "Tools as for the chat API: a JSON array.")
    private @Nullable Path tools;

    @Option(names = "--no-generation-prompt", description = "Ends with the last message, not where an answer begins.")
    private boolean noGenerationPrompt;

    @Option(names = "--set", paramLabel = "NAME=JSON", description = "A variable of the template: enable_thinking=false.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--now", paramLabel = "TIME", description = "What the template takes for the present: 2026-01-15T09:30:00.")
    private @Nullable LocalDateTime now;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default), without a line end, or json.")
    private Format format = Format.TEXT;

    /** How it is printed. */
    enum Format {
        TEXT, JSON
    }

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        ChatRequest request = request();
        try (ModelText text = model.text()) {
            ChatTemplate template = text.chatTemplate().orElseThrow(() -> new Failure(ExitCode.USAGE,
                    model.model() + " has no chat template",
                    "looked for chat_template.jinja, chat_template.json, tokenizer_config.json, and tokenizer.chat_template of a GGUF file"));
            String prompt = template.render(request);
            if (format == Format.JSON) {
                terminal.out().println(JsonOutput.pretty(json(text, template, prompt)));
            } else {
                terminal.out().print(prompt);
            }
            return ExitCode.DONE;
        } catch (EngineException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), "");
        }
    }

    @SuppressWarnings("NullAway") // a variable may be null, which the checker does not see through compiled classes
    private ChatRequest request() throws Failure {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            values.put(variable.getKey(), JsonInput.value(variable.getValue(), "--set " + variable.getKey()));
        }
        Optional<List<Object>> given = tools == null
                ? Optional.empty()
                : Optional.of(JsonInput.list(tools));
        return new ChatRequest(JsonInput.objects(messages, "role"), given, !noGenerationPrompt, values,
                Optional.ofNullable(now));
    }

    private static ObjectNode json(ModelText text, ChatTemplate template, String prompt) throws EngineException {
        Tokenizer tokenizer = text.tokenizer();
        int[] ids = tokenizer.encode(prompt, false);
        ObjectNode node = JsonOutput.object().put("text", prompt);
        Arrays.stream(ids).forEach(node.putArray("ids")::add);
        node.put("tokens", ids.length);
        OptionalInt begin = text.beginToken();
        if (begin.isPresent()) {
            node.put("bos_count", Arrays.stream(ids).filter(id -> id == begin.getAsInt()).count());
        }
        node.putObject("template").put("source", template.source()).put("sha256",
                template.digest().substring("sha256:".length()));
        return node;
    }
}
