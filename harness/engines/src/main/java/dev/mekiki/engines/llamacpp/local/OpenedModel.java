package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.engines.chat.JinjaChatTemplate;
import dev.mekiki.engines.chat.TemplateFile;
import dev.mekiki.engines.decoding.Decoder;
import dev.mekiki.engines.decoding.PrefixScorer;
import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.llamacpp.lib.ContextSettings;
import dev.mekiki.engines.llamacpp.lib.ContextSettings.Flash;
import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.engines.llamacpp.lib.Libllama;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.LlamaModel;
import dev.mekiki.engines.llamacpp.lib.ModelSettings;
import dev.mekiki.engines.llamacpp.lib.Vocabulary;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.engines.tokenizer.TextStream;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A GGUF file, loaded into this process and ready to answer. */
public final class OpenedModel implements AutoCloseable {
    /** llama.cpp's number for SentencePiece, whose first tokens are what they are whatever the file says. */
    private static final int SENTENCE_PIECE = 1;
    private static final int BATCH = 512;
    private final ModelFacts facts;
    private final Tokenizer tokenizer;
    private final LlamaModel loaded;
    private final @Nullable LocalModel model;
    private final Optional<Decoder> decoder;

    private OpenedModel(ModelFacts facts, Tokenizer tokenizer, LlamaModel loaded, @Nullable LocalModel model,
            Optional<Decoder> decoder) {
        this.facts = facts;
        this.tokenizer = tokenizer;
        this.loaded = loaded;
        this.model = model;
        this.decoder = decoder;
    }

    /** @throws EngineException with llama.cpp's own words, or why the file is nothing that goes on with a text */
    public static OpenedModel of(LoadSettings settings) throws EngineException {
        try {
            Libllama library = Libllama.open(Path.of(settings.library()));
            List<Device> chosen = settings.vocabularyOnly()
                    ? List.of()
                    : Devices.chosen(library.devices(), library::silent, settings);
            List<Device> before = chosen.isEmpty() ? library.devices() : chosen;
            LlamaModel loaded = library.load(Path.of(settings.file()), settings.vocabularyOnly()
                    ? ModelSettings.vocabulary()
                    : new ModelSettings(false, Devices.layers(chosen, settings), Devices.offload(chosen),
                            settings.split()));
            try {
                return of(settings, library, loaded, before);
            } catch (LlamaException | UnusableModel | EngineException | RuntimeException e) {
                loaded.close();
                throw e;
            }
        } catch (LlamaException | UnusableModel e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static OpenedModel of(LoadSettings settings, Libllama library, LlamaModel loaded, List<Device> before)
            throws LlamaException, UnusableModel, EngineException {
        Vocabulary vocabulary = loaded.vocabulary();
        if (vocabulary.size() < 1) {
            throw new EngineException("the file has no vocabulary");
        }
        OptionalInt begin = named(loaded, "bos") ? vocabulary.begin() : OptionalInt.empty();
        OptionalInt start = begin.isPresent() ? begin : named(loaded, "eos") ? vocabulary.end() : OptionalInt.empty();
        Tokenizer tokenizer = new GgufTokenizer(vocabulary, begin);
        Map<String, String> templates = templates(loaded);
        Map<String, String> special = specialTokens(loaded, begin);
        LocalModel model = null;
        Optional<Batching> batching = Optional.empty();
        int context = 0;
        Optional<Decoder> decoder = Optional.empty();
        if (!settings.vocabularyOnly()) {
            if (!loaded.continuesText()) {
                throw new EngineException("this model (" + loaded.description() + ") does not go on with a text");
            }
            context = context(settings, loaded.trainedContext());
            var reasoning = template(templates, special, settings.chatTemplate()).flatMap(ChatTemplate::reasoning);
            Chosen chosen = lanes(settings, loaded, context);
            model = chosen.model();
            batching = chosen.batching();
            decoder = Optional.of(Decoder.of("llama.cpp", model, new PairEncoder(tokenizer, start),
                    () -> TextStream.of(id -> vocabulary.piece(id, false)), vocabulary.ends(), reasoning));
        }
        ModelFacts facts = new ModelFacts(library.version(), loaded.description(), vocabulary.size(), context,
                loaded.layers(), loaded.bytes(), loaded.weightTypes(), begin, start, vocabulary.addsBegin(),
                vocabulary.ends(), templates,
                special, before, Devices.again(library.devices(), before),
                Optional.ofNullable(model).map(LocalModel::buffers), batching);
        return new OpenedModel(facts, tokenizer, loaded, model, decoder);
    }

    private record Chosen(LocalModel model, Optional<Batching> batching) {}

    /** Sequences are computed together only where that gives the numbers that each has alone. */
    private static Chosen lanes(LoadSettings settings, LlamaModel loaded, int context)
            throws LlamaException, EngineException {
        ContextSettings of = contextSettings(settings, context);
        LocalModel turns = LocalModel.inTurns(loaded, of, context, settings.parallel());
        if (settings.parallel() == 1 || !settings.together()) {
            return new Chosen(turns, Optional.empty());
        }
        LocalModel together = null;
        Batching batching;
        try {
            together = LocalModel.together(loaded, of, context, settings.parallel());
            batching = BatchingTrial.of(turns, settings.parallel()).run(turns, together, settings.exact());
        } catch (LlamaException | EngineException | RuntimeException e) {
            turns.close();
            if (together != null) {
                together.close();
            }
            throw e;
        }
        (batching.used() ? turns : together).close();
        return new Chosen(batching.used() ? together : turns, Optional.of(batching));
    }

    /** @throws UnusableModel if variables are set that the template does not know */
    public static Optional<ChatTemplate> template(Map<String, String> templates, Map<String, String> special,
            Map<String, String> variables) throws UnusableModel {
        Optional<TemplateFile> file = templates.isEmpty()
                ? Optional.empty()
                : Optional.of(new TemplateFile("the GGUF's tokenizer.chat_template", templates, special));
        return JinjaChatTemplate.of(file, variables);
    }

    private static int context(LoadSettings settings, int trained) throws EngineException {
        if (settings.context().isEmpty()) {
            return Math.min(trained, LoadSettings.DEFAULT_CONTEXT);
        }
        int asked = settings.context().getAsInt();
        if (asked > trained) {
            throw new EngineException(
                    "a context of " + asked + " tokens is asked for; the model was made for " + trained);
        }
        return asked;
    }

    private static ContextSettings contextSettings(LoadSettings settings, int context) {
        int batch = Math.min(BATCH, context);
        return settings.exact()
                ? ContextSettings.exact(context, settings.threads())
                : new ContextSettings(context, batch, 1, settings.keys(), settings.values(), Flash.AUTO,
                        settings.threads());
    }

    private static boolean named(LlamaModel model, String token) {
        return model.metadata("tokenizer.ggml." + token + "_token_id").isPresent()
                || model.vocabulary().type() == SENTENCE_PIECE;
    }

    private static Map<String, String> templates(LlamaModel model) {
        Map<String, String> named = new TreeMap<>();
        model.metadata("tokenizer.chat_template").filter(text -> !text.isBlank()).ifPresent(text -> {
            named.put("default", text);
            model.metadata("tokenizer.chat_template.tool_use").ifPresent(tools -> named.put("tool_use", tools));
        });
        return named;
    }

    private static Map<String, String> specialTokens(LlamaModel model, OptionalInt begin) {
        Map<String, String> tokens = new TreeMap<>();
        Map<String, String> keys = Map.of("eos_token", "eos", "unk_token", "unknown", "sep_token", "seperator",
                "pad_token", "padding");
        keys.forEach((name, key) -> model.metadata("tokenizer.ggml." + key + "_token_id").ifPresent(text -> {
            try {
                int id = Integer.parseInt(text);
                if (id >= 0 && id < model.vocabulary().size()) {
                    tokens.put(name, model.vocabulary().text(id));
                }
            } catch (NumberFormatException _) {
                // a hostile file's number names no token
            }
        }));
        begin.ifPresent(id -> tokens.put("bos_token", model.vocabulary().text(id)));
        return tokens;
    }

    public ModelFacts facts() {
        return facts;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** @throws EngineException if only the vocabulary was loaded */
    public Decoder decoder() throws EngineException {
        return decoder.orElseThrow(OpenedModel::noWeights);
    }

    /** @throws EngineException if only the vocabulary was loaded */
    public PrefixScorer scorer() throws EngineException {
        Decoder open = decoder();
        return new PrefixScorer(open.generator().model(), open.pairs(), open.range());
    }

    /** Log-probabilities of all tokens after these. */
    public double[] distribution(int[] ids) throws EngineException {
        Decoder open = decoder();
        open.range().check(ids);
        open.range().fits(ids.length, "the tokens");
        float[] logits = new float[open.range().vocabulary()];
        try (TokenSequence sequence = open.generator().model().sequence()) {
            if (!sequence.feed(ids, 0, ids.length, Deadline.none(), logits)) {
                throw new EngineException("interrupted");
            }
        }
        return LogSoftmax.logprobs(logits);
    }

    /** @throws EngineException why answers can't be held to this format */
    public void check(AnswerFormat format) throws EngineException {
        decoder().generator().model().filter(format).close();
    }

    private static EngineException noWeights() {
        return new EngineException("only the vocabulary was loaded");
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
        loaded.close();
    }
}
