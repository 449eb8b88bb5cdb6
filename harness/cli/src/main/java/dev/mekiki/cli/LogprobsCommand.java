package dev.mekiki.cli;

import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.LogprobScorer.TokenLogprob;
import dev.mekiki.port.Registry;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "logprobs", description = "Token ids of a text and their log-probabilities.")
final class LogprobsCommand extends BaseCommand {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @ArgGroup(multiplicity = "1")
    private Scored scored = new Scored();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private CatalogueCommand.Format format = CatalogueCommand.Format.TABLE;

    /** What is scored. */
    static final class Scored {
        @Option(names = "--text", paramLabel = "TEXT", description = "A whole text.")
        @Nullable
        String text;

        @Option(names = "--ids", split = ",", paramLabel = "ID", description = "Token ids, taken as they are: 1,306,…")
        @Nullable
        List<Integer> ids;

        @ArgGroup(exclusive = false)
        @Nullable
        Pair pair;
    }

    /** A continuation of a context. */
    static final class Pair {
        @Option(names = "--context", required = true, paramLabel = "TEXT", description = "What comes before.")
        String context = "";

        @Option(names = "--continuation", required = true, paramLabel = "TEXT", description = "What is scored.")
        String continuation = "";
    }

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        Registry<EngineProvider> engines = Registry.load(EngineProvider.class);
        try (Engine engine = model.open(engines)) {
            String name = engine.description().engine();
            LogprobScorer scorer = engine.logprobs().orElseThrow(() -> new Failure(ExitCode.USAGE,
                    name + " can't give log-probabilities of a given text", "engines with them: jlama, llama.cpp"));
            Tokenizer tokenizer = engine.tokenizer()
                    .orElseThrow(() -> new Failure(ExitCode.USAGE, name + " has no tokenizer of its own", ""));
            Tokens tokens = tokens(tokenizer);
            if (tokens.ids().size() < 2) {
                throw new Failure(ExitCode.USAGE, "at least two tokens are needed, got " + tokens.ids().size(),
                        "the first token has no log-probability");
            }
            List<TokenLogprob> logprobs = scorer.score(tokens.array());
            if (format == CatalogueCommand.Format.JSON) {
                terminal.out().println(JsonOutput.pretty(json(name, tokenizer, tokens, logprobs)));
            } else {
                table(terminal, tokenizer, tokens, logprobs);
            }
            return ExitCode.DONE;
        }
    }

    /** @param from index of the first token that counts for the sum */
    private record Tokens(List<Integer> ids, int from, boolean continuation) {
        static Tokens of(int[] ids, int from, boolean continuation) {
            return new Tokens(Arrays.stream(ids).boxed().toList(), from, continuation);
        }

        int[] array() {
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private Tokens tokens(Tokenizer tokenizer) {
        if (scored.ids != null) {
            return new Tokens(List.copyOf(scored.ids), 1, false);
        }
        if (scored.pair != null) {
            // spaces at the context's end belong to the continuation, as in LogprobScorer
            String context = scored.pair.context.stripTrailing();
            int[] head = tokenizer.encode(context, true);
            int[] whole = tokenizer.encode(scored.pair.context + scored.pair.continuation, true);
            return Tokens.of(whole, Math.max(1, Math.min(head.length, whole.length)), true);
        }
        return Tokens.of(tokenizer.encode(String.valueOf(scored.text), true), 1, false);
    }

    private static double sum(List<TokenLogprob> logprobs, int from) {
        return logprobs.stream().skip(from - 1L).mapToDouble(TokenLogprob::logprob).sum();
    }

    private ObjectNode json(String engine, Tokenizer tokenizer, Tokens tokens, List<TokenLogprob> logprobs) {
        ObjectNode node = JsonOutput.object().put("model", model.model()).put("engine", engine);
        ArrayNode array = node.putArray("tokens");
        List<String> texts = tokenizer.tokens(tokens.array());
        for (int i = 0; i < tokens.ids().size(); i++) {
            ObjectNode token = array.addObject().put("id", tokens.ids().get(i)).put("text", texts.get(i));
            if (i > 0) {
                token.put("logprob", logprobs.get(i - 1).logprob()).put("greedy", logprobs.get(i - 1).greedy());
            }
        }
        node.put("logprob", sum(logprobs, tokens.from()));
        if (tokens.continuation()) {
            node.put("continuation_from", tokens.from());
        }
        return node;
    }

    private static void table(Terminal terminal, Tokenizer tokenizer, Tokens tokens, List<TokenLogprob> logprobs) {
        List<List<String>> rows = new ArrayList<>();
        List<String> texts = tokenizer.tokens(tokens.array());
        for (int i = 0; i < tokens.ids().size(); i++) {
            rows.add(Arrays.asList(String.valueOf(tokens.ids().get(i)),
                    i == 0 ? "" : String.format(Locale.ROOT, "%.4f", logprobs.get(i - 1).logprob()),
                    i > 0 && logprobs.get(i - 1).greedy() ? "greedy" : "",
                    TextTable.plain(texts.get(i)).replace("\n", "\\n")));
        }
        new TextTable(List.of("ID", "LOGPROB", "", "TOKEN"), rows).lines(terminal.width())
                .forEach(terminal.out()::println);
        terminal.out().println(String.format(Locale.ROOT, "sum %.4f nats over %d tokens", sum(logprobs, tokens.from()),
                tokens.ids().size() - tokens.from()));
    }
}
