package dev.mekiki.engines.jlama;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.conformance.Checks;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.sampling.OptionTrie;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.ReasoningMarks;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A model that jlama runs, checked against the oracle when it was loaded. */
final class JlamaEngine implements Engine {
    private final LoadedModel model;
    private final HubTokenizer tokenizer;
    private final Optional<ChatTemplate> template;
    private final PairEncoder pairs;
    private final TokenRange range;
    private final Generator generator;
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
        this.range = new TokenRange(found.config().vocabulary(), model.context());
        TreeSet<Integer> ends = new TreeSet<>(found.special().ends());
        if (ends.isEmpty() && tokenizer.end().isPresent()) {
            ends.add(tokenizer.end().getAsInt());
        }
        this.generator = new Generator(model, tokenizer, ends,
                template.flatMap(ChatTemplate::reasoning).map(marks -> shown(tokenizer, marks)).orElse(Map.of()));
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
        return Optional.of(new PrefixScorer(model, pairs, range));
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        int[] ids = range.check(pairs.prompt(prompt));
        range.fits(ids.length + 1, "the prompt and one token of an answer");
        try {
            return generator.generate(ids, settings, seed, deadline, listener,
                    settings.ignoreEnd() ? Optional.empty() : thinking(prompt));
        } catch (RuntimeException e) {
            throw new EngineException("jlama broke while generating: " + e, e);
        }
    }

    @Override
    public Optional<ConstrainedGenerator> constrained() {
        return Optional.of(this::choose);
    }

    /** Options continue the prompt as they do where their log-likelihoods are asked, unless reasoning comes between. */
    private ConstrainedGenerator.Choice choose(Prompt prompt, List<String> options, GenerationSettings settings,
            long seed, Deadline deadline) throws EngineException {
        Optional<Generator.Thinking> thinking = thinking(prompt).filter(Generator.Thinking::begun);
        int[] ids = range.check(thinking.isPresent() ? pairs.prompt(prompt) : pairs.context(prompt));
        List<int[]> encoded = new ArrayList<>();
        for (String option : options) {
            int[] tokens = range.check(thinking.isPresent()
                    ? tokenizer.encode(option, false)
                    : pairs.continuation(prompt, ids, option));
            range.fits(ids.length + tokens.length + 1, "the prompt and a choice");
            encoded.add(tokens);
        }
        try {
            OptionTrie trie = OptionTrie.of(encoded);
            if (generator.ends().isEmpty() && trie.needsEnd()) {
                throw new EngineException(
                        "one choice is the beginning of another, and the model names no token that ends a text");
            }
            return generator.choose(ids, trie, options, settings, seed, deadline, thinking);
        } catch (RuntimeException e) {
            throw new EngineException("jlama broke while choosing: " + e, e);
        }
    }

    private Optional<Generator.Thinking> thinking(Prompt prompt) {
        return template.flatMap(ChatTemplate::reasoning)
                .map(marks -> new Generator.Thinking(marks, marks.opened(prompt)));
    }

    /** Special tokens of the marks: decoding leaves them out, and the reasoning could not be told from the answer. */
    private static Map<Integer, String> shown(HubTokenizer tokenizer, ReasoningMarks marks) {
        Map<Integer, String> shown = new HashMap<>();
        Stream.concat(Stream.of(marks.open(), marks.close()), marks.edges().stream()).forEach(mark -> {
            for (int id : tokenizer.encode(mark, false)) {
                if (tokenizer.decode(new int[]{id}).isEmpty()) {
                    shown.put(id, tokenizer.tokens(new int[]{id}).getFirst());
                }
            }
        });
        return Map.copyOf(shown);
    }

    @Override
    public List<Conformance> conformance() {
        List<Conformance> results = new ArrayList<>();
        results.add(Checks.everything("batch-equals-single", check.batchPassed(), check.batchDetail()));
        results.add(Checks.everything("oracle", check.oraclePassed(), check.oracleDetail()));
        results.addAll(new Checks(this, pairs, this::distribution).run());
        return results;
    }

    /** Log-probabilities of all tokens after these. */
    private double[] distribution(int[] ids) {
        try (Sequence sequence = model.sequence()) {
            float[] logits = new float[model.config().vocabulary()];
            sequence.feed(ids, 0, ids.length, Deadline.none(), logits);
            return SelfCheck.logprobs(logits);
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
