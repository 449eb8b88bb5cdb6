package dev.mekiki.engines.llamacpp;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.MemoryUse;
import dev.mekiki.engines.conformance.Checks;
import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.engines.llamacpp.local.Batching;
import dev.mekiki.engines.llamacpp.local.Devices;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.ModelFacts;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.engines.llamacpp.worker.ModelService;
import dev.mekiki.engines.llamacpp.worker.Request;
import dev.mekiki.engines.model.UnusableModel;
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
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A GGUF model in one worker, or in one for each GPU. */
final class LlamaCppEngine implements Engine, LogprobScorer {
    private final List<ModelService> services;
    private final ModelFacts facts;
    private final Optional<ChatTemplate> template;
    private final Tokenizer tokenizer;
    private final EngineDescription description;
    private final Rounding rounding;

    private LlamaCppEngine(LlamaCppOptions options, List<ModelService> services, Optional<ChatTemplate> template) {
        this.services = List.copyOf(services);
        this.facts = services.getFirst().facts();
        this.template = template;
        this.rounding = Rounding.of(options.exact(), facts);
        this.tokenizer = new RemoteTokenizer(services.getFirst());
        List<String> used = services.stream().flatMap(service -> service.facts().before().stream()).map(Device::name)
                .distinct().toList();
        this.description = new EngineDescription("llama.cpp", facts.version(),
                OptionalInt.of(facts.context()), template.map(ChatTemplate::digest),
                options.resolved(facts.context(), used, facts.batching().map(Batching::used).orElse(false)));
    }

    static LlamaCppEngine open(LlamaCppOptions options, List<LoadSettings> settings) throws EngineException {
        List<ModelService> services = new ArrayList<>();
        try {
            for (LoadSettings one : settings) {
                services.add(ModelService.open(one));
            }
            ModelFacts facts = services.getFirst().facts();
            return new LlamaCppEngine(options, services, OpenedModel.template(facts.templates(), facts.specialTokens(),
                    settings.getFirst().chatTemplate()));
        } catch (EngineException | UnusableModel | RuntimeException e) {
            services.forEach(ModelService::close);
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private <R> R ask(Request<R> request, Deadline deadline, GenerationListener listener) throws EngineException {
        ModelService least = services.stream().min(Comparator.comparingInt(ModelService::busy)).orElseThrow();
        return least.ask(request, deadline, listener);
    }

    private <R> R ask(Request<R> request, Deadline deadline) throws EngineException {
        return ask(request, deadline, GenerationListener.NONE);
    }

    private static long left(Deadline deadline) {
        return Math.clamp(deadline.nanoTime() - System.nanoTime(), 0, Request.UNLIMITED);
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
        return Optional.of(this);
    }

    @Override
    public Optional<ConstrainedGenerator> constrained() {
        return Optional.of((prompt, options, settings, seed, deadline) -> ask(
                new Request.Choose(bare(prompt), options, settings, seed, left(deadline)), deadline));
    }

    @Override
    public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
            throws EngineException {
        return counted(context, continuations, deadline).logprobs();
    }

    @Override
    public Counted counted(Prompt context, List<String> continuations, Deadline deadline) throws EngineException {
        return ask(new Request.Score(bare(context), continuations, left(deadline)), deadline);
    }

    @Override
    public ContinuationLogprob rolling(String text, Deadline deadline) throws EngineException {
        return ask(new Request.Rolling(text, left(deadline)), deadline);
    }

    @Override
    public List<TokenLogprob> score(int[] ids) throws EngineException {
        return List.of(ask(new Request.ScoreIds(Request.list(ids)), Deadline.none()));
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        boolean chunks = !listener.equals(GenerationListener.NONE);
        return ask(new Request.Generate(bare(prompt), settings, seed, chunks, left(deadline)), deadline, listener);
    }

    @Override
    public Optional<String> refusal(AnswerFormat format) {
        try {
            ask(new Request.Format(format), Deadline.none());
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What the model reads; the rest is nothing to the worker. */
    private static Prompt bare(Prompt prompt) {
        return new Prompt(prompt.text(), prompt.templated());
    }

    @Override
    public List<Conformance> conformance() {
        List<Conformance> results = new ArrayList<>();
        results.add(new Conformance("devices", true, devices(), Set.of()));
        facts.batching().ifPresent(batching -> results.add(together(batching)));
        results.add(new BatchCheck(this, this::distribution, facts.vocabulary(), rounding).run());
        results.addAll(new Checks(this, new PairEncoder(tokenizer, facts.start()), this::distribution,
                rounding.allowed(facts.batching())).run());
        return results;
    }

    private static Conformance together(Batching batching) {
        return new Conformance("sequences-together", true, String.format(Locale.ROOT,
                "%d sequences computed together against each alone: at most %.2g nats apart (%.0e allowed), so they %s;"
                        + " a token of each takes %.1f ms together and %.1f ms in turns",
                batching.sequences(), batching.apart(), batching.allowed(),
                batching.used() ? "are computed together" : "take turns", batching.togetherMs(),
                batching.aloneMs()), Set.of());
    }

    /** Log-probabilities of all tokens after these. */
    private double[] distribution(int[] ids) {
        try {
            return ask(new Request.Distribution(Request.list(ids)), Deadline.none());
        } catch (EngineException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Memory before and after loading, as far as the devices tell. */
    private String devices() {
        List<String> told = new ArrayList<>();
        for (ModelService service : services) {
            ModelFacts one = service.facts();
            for (int i = 0; i < Math.min(one.before().size(), one.after().size()); i++) {
                Device before = one.before().get(i);
                long mib = (before.freeBytes() - one.after().get(i).freeBytes()) >> 20;
                told.add(Devices.text(before) + (before.gpu() ? ", " + mib + " MiB less once loaded" : ""));
            }
        }
        return facts.description() + ", " + (facts.bytes() >> 20) + " MiB of tensors: " + String.join("; ", told);
    }

    /** Process ids of the workers that run, for tests of what becomes of one that dies. */
    List<Long> workers() {
        return services.stream().flatMapToLong(service -> service.worker().stream()).boxed().toList();
    }

    @Override
    public OptionalLong modelBytes() {
        return OptionalLong.of(facts.bytes());
    }

    @Override
    public Optional<MemoryUse> memory() {
        Buffers all = services.stream().flatMap(service -> service.facts().buffers().stream())
                .reduce(new Buffers(0, 0, 0, 0), Buffers::plus);
        // a mapped file is told from its first tensor to its last, those that were laid out anew included
        long twice = Math.clamp(all.model() - facts.bytes(), 0, all.laidAnew());
        return services.size() > 1 || all.model() == 0
                ? Optional.empty() // several whole copies are not what is predicted
                : Optional.of(new MemoryUse(all.model() - twice, all.cache(), all.computing(), all.laidAnew()));
    }

    @Override
    public void close() {
        services.forEach(ModelService::close);
    }
}
