package dev.mekiki.cli;

import dev.mekiki.license.memory.GpuFit;
import dev.mekiki.license.memory.MemoryModel;
import dev.mekiki.license.memory.MemoryModel.Demand;
import dev.mekiki.license.memory.MemoryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A model's memory, for scripts and for people. */
final class InspectMemory {
    private static final double GIB = 1L << 30;

    private InspectMemory() {}

    /** The first engine's at the top, the others beneath {@code engines}. */
    static void json(ObjectNode node, List<MemoryReport> reports) {
        one(node, reports.getFirst());
        ArrayNode others = node.putArray("engines");
        reports.stream().skip(1).forEach(report -> one(others.addObject(), report));
    }

    private static void one(ObjectNode node, MemoryReport report) {
        MemoryModel model = report.model();
        node.put("engine", model.layout().engine()).put("weights_bytes", model.weightsBytes())
                .put("kv_bytes_per_token", model.cacheBytesPerToken()).put("kv_type", model.layout().cache().id());
        if (model.cacheBytesPerTokenBeyondWindows() != model.cacheBytesPerToken()) {
            node.put("kv_bytes_per_token_beyond_windows", model.cacheBytesPerTokenBeyondWindows());
        }
        if (report.relaidBytes() > 0) {
            node.put("relaid_bytes", report.relaidBytes());
        }
        node.put("state_bytes_per_sequence", model.stateBytesPerSequence());
        ArrayNode at = node.putArray("at");
        for (Demand demand : report.at()) {
            ObjectNode each = at.addObject().put("context_tokens", demand.contextTokens())
                    .put("sequences", demand.sequences()).put("kv_bytes", demand.cacheBytes())
                    .put("activation_bytes", demand.activationBytes()).put("overhead_bytes", demand.overheadBytes())
                    .put("total_bytes", demand.totalBytes());
            report.fits(demand).ifPresent(fits -> each.put("fits", fits));
        }
        report.fit().ifPresent(fit -> gpu(node.putObject("gpu"), fit, report.at().getFirst()));
    }

    private static void gpu(ObjectNode node, GpuFit fit, Demand asked) {
        node.put("memory_bytes", fit.memoryBytes()).put("usable_bytes", fit.usableBytes())
                .put("context_tokens", asked.contextTokens()).put("sequences", asked.sequences())
                .put("fits", fit.fits());
        fit.largestContext().ifPresent(tokens -> node.put("largest_context_tokens", tokens));
        fit.largestSequences().ifPresent(count -> node.put("largest_sequences", count));
        fit.smaller().ifPresent(chosen -> node.putObject("smaller").put("quantization", chosen.step().name())
                .put("bits_per_weight", chosen.step().bits()).put("weights_bytes", chosen.bytes()));
    }

    /** Lines of one engine: what it takes, then whether that fits. */
    static List<String> lines(Texts texts, MemoryReport report) {
        MemoryModel model = report.model();
        List<String> lines = new ArrayList<>();
        String state = model.stateBytesPerSequence() > 0
                ? texts.get("inspect.state-bytes", gib(model.stateBytesPerSequence()))
                : "";
        lines.add(texts.get("inspect.memory-engine", model.layout().engine(), gib(model.weightsBytes()),
                kib(model.cacheBytesPerToken()), model.layout().cache().id()) + state);
        for (Demand demand : report.at()) {
            lines.add(texts.get("inspect.memory-at", InspectText.whole(demand.contextTokens()), demand.sequences(),
                    gib(demand.totalBytes()), gib(demand.cacheBytes()))
                    + report.fits(demand).map(fits -> texts.get(fits ? "inspect.fits" : "inspect.too-large"))
                            .orElse(""));
        }
        if (report.relaidBytes() > 0) {
            lines.add(texts.get("inspect.relaid", gib(report.relaidBytes())));
        }
        report.fit().ifPresent(fit -> lines.add(fit(texts, fit, report.at().getFirst())));
        return lines;
    }

    private static String fit(Texts texts, GpuFit fit, Demand asked) {
        String gpu = texts.get("inspect.gpu", gib(fit.memoryBytes()), gib(fit.usableBytes()));
        String context = fit.largestContext().isPresent()
                ? texts.get("inspect.largest-context", InspectText.whole(fit.largestContext().getAsInt()),
                        asked.sequences())
                : "";
        String sequences = fit.largestSequences().isPresent()
                ? texts.get("inspect.largest-sequences", InspectText.whole(fit.largestSequences().getAsInt()),
                        InspectText.whole(asked.contextTokens()))
                : "";
        Optional<String> smaller = fit.smaller()
                .map(chosen -> texts.get("inspect.smaller", chosen.step().name(), gib(chosen.bytes())));
        return gpu + context + sequences + (fit.fits() ? "" : smaller.orElse(texts.get("inspect.none-smaller")));
    }

    static String gib(long bytes) {
        double value = bytes / GIB;
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 0.1 || bytes == 0 ? "%.1f" : "%.3f", value);
    }

    private static String kib(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1024.0);
    }
}
