package dev.mekiki.license.memory;

import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.dossier.ModelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A model's memory on one engine.
 *
 * @param at for each context and number of sequences asked for
 * @param fit for the first of them
 * @param relaidBytes of the weights that llama.cpp may lay out anew on a processor; the file is mapped besides
 */
public record MemoryReport(MemoryModel model, List<MemoryModel.Demand> at, Optional<GpuFit> fit,
        long relaidBytes) {
    private static final int[] USUAL_CONTEXTS = {4096, 32_768};
    private static final List<Integer> USUAL_SEQUENCES = List.of(1, 8);
    /** Taken for a model that does not tell its own. */
    private static final int ASSUMED_CONTEXT = 4096;

    public MemoryReport {
        at = List.copyOf(at);
    }

    /**
     * What is asked for.
     *
     * @param contexts in tokens; usual ones and the model's largest where none are given
     * @param sequences at the same time; 1 and 8 where none are given
     */
    public record Question(List<Integer> contexts, List<Integer> sequences, Optional<CacheType> cache,
            OptionalLong gpuBytes) {
        public Question {
            contexts = List.copyOf(contexts);
            sequences = List.copyOf(sequences);
        }
    }

    /** One for each engine that takes the format; none where the model's sizes are not told. */
    public static List<MemoryReport> of(ModelFacts facts, Question question, boolean embedded) {
        if (facts.shape().isEmpty() || facts.weights().bytes() <= 0) {
            return List.of();
        }
        Shape shape = facts.shape().get();
        List<EngineLayout> layouts = new ArrayList<>();
        if (!facts.weights().format().equals("gguf")) {
            layouts.add(EngineLayout.VLLM);
        }
        layouts.add(EngineLayout.LLAMA_CPP);
        if (embedded) {
            layouts.add(EngineLayout.JLAMA);
        }
        return layouts.stream().map(each -> each.with(question.cache()))
                .map(layout -> of(facts, new MemoryModel(shape, weights(facts.weights(), layout), layout), question))
                .toList();
    }

    private static MemoryReport of(ModelFacts facts, MemoryModel model, Question question) {
        OptionalInt own = facts.context().tokens();
        int most = own.orElse(ASSUMED_CONTEXT);
        List<Integer> contexts = question.contexts().isEmpty()
                ? IntStream.concat(IntStream.of(USUAL_CONTEXTS).filter(usual -> usual < most), IntStream.of(most))
                        .boxed()
                        .toList()
                : question.contexts();
        List<Integer> sequences = question.sequences().isEmpty() ? USUAL_SEQUENCES : question.sequences();
        List<MemoryModel.Demand> at = contexts.stream()
                .flatMap(context -> sequences.stream().map(count -> model.demand(context, count))).toList();
        Optional<GpuFit> fit = question.gpuBytes().isEmpty() || !model.layout().gpu()
                ? Optional.empty()
                : Optional.of(GpuFit.of(model, at.getFirst(), facts.parameters(),
                        Math.max(most, at.getFirst().contextTokens()), question.gpuBytes().getAsLong()));
        return new MemoryReport(model, at, fit,
                model.layout().engine().equals(EngineLayout.LLAMA_CPP.engine()) ? facts.weights().relaidBytes() : 0);
    }

    private static long weights(ModelFacts.Weighing weights, EngineLayout layout) {
        String most = weights.dtypes().isEmpty() ? "" : weights.dtypes().getFirst();
        return switch (layout.kept()) {
            case AS_STORED -> weights.bytes();
            case NARROWED -> most.equals("F32") ? weights.bytes() / 2 : weights.bytes();
            case WIDENED -> most.equals("F16") ? MemoryModel.plus(weights.bytes(), weights.bytes()) : weights.bytes();
        };
    }

    /** Whether a demand fits the GPU that was asked about. */
    public Optional<Boolean> fits(MemoryModel.Demand demand) {
        return fit.map(gpu -> demand.totalBytes() <= gpu.usableBytes());
    }
}
