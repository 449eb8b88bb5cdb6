package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LoadClient;
import dev.mekiki.domain.LoadDetail;
import dev.mekiki.domain.LoadDetail.ClientVerdict;
import dev.mekiki.domain.LoadRepeats;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One element of findings.json's {@code load}, which is also what {@code mekiki load} prints. */
public final class LoadJson {
    private LoadJson() {}

    public static ObjectNode tree(LoadFinding found) {
        ObjectNode node = FindingsJson.object();
        node.put("profile", found.profile());
        found.repeat().ifPresent(repeat -> node.putObject("repeat").put("of", repeat.of())
                .put("number", repeat.number()).put("count", repeat.count()));
        node.put("concurrency", found.concurrency());
        node.put("requests", found.requests());
        node.put("failed", found.failed());
        node.set("ttft_ms", distribution(found.ttftMs()));
        node.set("tpot_ms", distribution(found.tpotMs()));
        node.set("itl_ms", distribution(found.itlMs()));
        node.set("e2e_ms", distribution(found.e2eMs()));
        FindingsJson.number(node, "output_tokens_per_s", found.outputTokensPerS());
        FindingsJson.number(node, "requests_per_s", found.requestsPerS());
        FindingsJson.number(node, "characters_per_s", found.charactersPerS());
        found.peakProcessBytes().ifPresent(bytes -> node.put("peak_process_bytes", bytes));
        found.detail().ifPresent(detail -> detail(node, detail));
        node.put("verdict", found.verdict());
        if (!found.why().isEmpty()) {
            FindingsJson.strings(node.putArray("why"), found.why());
        }
        if (!found.intervals().isEmpty()) {
            ObjectNode intervals = node.putObject("intervals");
            found.intervals().forEach((measure, interval) -> intervals.set(measure, FindingsJson.interval(interval)));
        }
        return node;
    }

    /** One element of {@code load_repeats}: a profile that was measured several times. */
    public static ObjectNode tree(LoadRepeats found) {
        ObjectNode node = FindingsJson.object();
        node.put("profile", found.profile());
        node.put("planned", found.planned());
        FindingsJson.strings(node.putArray("runs"), found.runs());
        ObjectNode measures = node.putObject("measures");
        found.measures().forEach((name, spread) -> {
            ObjectNode measure = measures.putObject(name).put("n", spread.n()).put("mean", spread.mean());
            FindingsJson.number(measure, "sd", spread.sd());
            measure.put("least", spread.least()).put("most", spread.most());
            FindingsJson.interval(measure, spread.interval());
        });
        node.put("verdict", found.verdict());
        if (!found.why().isEmpty()) {
            FindingsJson.strings(node.putArray("why"), found.why());
        }
        return node;
    }

    private static void detail(ObjectNode node, LoadDetail detail) {
        detail.latencies().forEach((measure, distribution) -> node.set(measure, distribution(distribution)));
        detail.figures().forEach(node::put);
        counts(node, "results", detail.results());
        counts(node, "finish", detail.finishes());
        detail.client().ifPresent(client -> client(node.putObject("client"), client));
        ArrayNode curve = node.putArray("curve");
        detail.curve().forEach(moment -> curve.addObject().put("from_s", moment.fromS())
                .put("running", moment.running()).put("output_tokens_per_s", moment.outputTokensPerS())
                .put("failed", moment.failed()));
    }

    private static void counts(ObjectNode node, String key, Map<String, Integer> counts) {
        if (!counts.isEmpty()) {
            ObjectNode object = node.putObject(key);
            counts.forEach((name, count) -> object.put(name, count.intValue()));
        }
    }

    private static void client(ObjectNode node, ClientVerdict verdict) {
        LoadClient client = verdict.client();
        client.added().ifPresent(added -> node.put("added_p50_ms", added.p50Ms()).put("added_p99_ms", added.p99Ms())
                .put("cpu_us_per_chunk", added.cpuUsPerChunk()).put("added_at_streams", added.streams())
                .put("added_at_chunks_per_s", added.chunksPerS()).put("added_source", added.source()));
        FindingsJson.number(node, "cpu_share", client.cpuShare());
        FindingsJson.number(node, "gc_max_ms", client.gcMaxMs());
        client.sentLate().ifPresent(late -> node.put("sent_late_p50_ms", late.p50Ms())
                .put("sent_late_p99_ms", late.p99Ms()).put("sent_late_max_ms", late.maxMs()));
        node.put("verdict", verdict.verdict());
        if (!verdict.why().isEmpty()) {
            FindingsJson.strings(node.putArray("why"), verdict.why());
        }
    }

    private static ObjectNode distribution(Distribution found) {
        ObjectNode node = FindingsJson.object();
        node.put("n", found.n());
        FindingsJson.number(node, "p50", found.p50());
        FindingsJson.number(node, "p90", found.p90());
        FindingsJson.number(node, "p95", found.p95());
        FindingsJson.number(node, "p99", found.p99());
        FindingsJson.number(node, "mean", found.mean());
        FindingsJson.number(node, "max", found.max());
        if (!found.upper().isEmpty()) {
            ObjectNode upper = node.putObject("upper");
            found.upper().forEach(upper::put);
        }
        if (!found.unsupported().isEmpty()) {
            ArrayNode unsupported = node.putArray("unsupported");
            found.unsupported().forEach(each -> {
                ObjectNode one = unsupported.addObject().put("percentile", each.percentile());
                FindingsJson.number(one, "observed", each.observed());
                one.put("needed", each.needed());
            });
        }
        return node;
    }
}
