package dev.mekiki.engines.jlama;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.conformance.Checks;
import dev.mekiki.engines.decoding.Decoder;
import dev.mekiki.engines.decoding.PrefixScorer;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.engines.tokenizer.TextStream;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/** A model that jlama runs, checked against the oracle when it was loaded. */
final class JlamaEngine implements Engine {
    private final LoadedModel model;
    private final HubTokenizer tokenizer;
    private final Optional<ChatTemplate> template;
    private final PairEncoder pairs;
    private final Decoder decoder;
    private final SelfCheck check;
    private final EngineDescription description;

    private JlamaEngine(Inspection found, LoadedModel model, HubTokenizer tokenizer, SelfCheck check, int threads)
            throws UnusableModel {
        this.model = model;
        this.tokenizer = tokenizer;
        this.check = check;
        this.template = found.template();
        OptionalInt configured = found.special().begin();
        OptionalInt start = tokenizer.begin().isPresent()
                ? tokenizer.begin()
                : tokenizer.end().isPresent() ? tokenizer.end() : configured;
        this.pairs = new PairEncoder(tokenizer, start);
        TreeSet<Integer> ends = new TreeSet<>(found.special().ends());
        if (ends.isEmpty() && tokenizer.end().isPresent()) {
            ends.add(tokenizer.end().getAsInt());
        }
        this.decoder = Decoder.of("jlama", model, pairs, () -> TextStream.of(tokenizer), ends,
                template.flatMap(ChatTemplate::reasoning));
        this.description = new EngineDescription("jlama", JlamaRuntime.VERSION, OptionalInt.of(model.context()),
                template.map(ChatTemplate::digest), found.options().resolved(model.context(), threads));
    }

    static JlamaEngine open(Inspection found) throws EngineException, UnusableModel {
        int threads;
        try {
            threads = JlamaRuntime.start(found.options().threads());
        } catch (IllegalStateException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
        HubTokenizer tokenizer = HubTokenizer.open(found.folder());
        LoadedModel model = null;
        try {
            model = LoadedModel.of(found.config(), found.tensors(), found.context(), found.options().widen());
            SelfCheck check = SelfCheck.of(model);
            refuse(check.batchPassed(), "jlama computes this model differently in batches: " + check.batchDetail());
            refuse(check.oraclePassed(), "jlama computes this model wrongly: " + check.oracleDetail());
            Warmup.run(model, found.options().widen());
            return new JlamaEngine(found, model, tokenizer, check, threads);
        } catch (UnusableModel | RuntimeException | OutOfMemoryError e) {
            if (model != null) {
                model.close();
            }
            tokenizer.close();
            throw new EngineException(e instanceof UnusableModel
                    ? String.valueOf(e.getMessage())
                    : "jlama could not load the model: " + e, e);
        }
    }

    /** For measurements of jlama alone. */
    LoadedModel model() {
        return model;
    }

    private static void refuse(boolean passed, String why) throws UnusableModel {
        if (!passed) {
            throw new UnusableModel(why);
        }
    }

    @Override
    public EngineDescription description() {
        return description;
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.of(tokenizer);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return template;
    }

    @Override
    public Optional<LogprobScorer> logprobs() {
        return Optional.of(new PrefixScorer(model, pairs, decoder.range()));
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        return decoder.generate(prompt, settings, seed, deadline, listener);
    }

    @Override
    public Optional<ConstrainedGenerator> constrained() {
        return Optional.of(decoder);
    }

    @Override
    public List<Conformance> conformance() {
        List<Conformance> results = new ArrayList<>();
        results.add(Checks.everything("batch-equals-single", check.batchPassed(), check.batchDetail()));
        results.add(Checks.everything("oracle", check.oraclePassed(), check.oracleDetail()));
        results.addAll(new Checks(this, pairs, this::distribution, Checks.Allowed.F32).run());
        return results;
    }

    /** Log-probabilities of all tokens after these. */
    private double[] distribution(int[] ids) {
        try (Sequence sequence = model.sequence()) {
            float[] logits = new float[model.config().vocabulary()];
            sequence.feed(ids, 0, ids.length, Deadline.none(), logits);
            return LogSoftmax.logprobs(logits);
        }
    }

    @Override
    public OptionalLong modelBytes() {
        return OptionalLong.of(model.bytes());
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
