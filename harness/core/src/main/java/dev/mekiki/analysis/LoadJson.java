package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One element of findings.json's {@code load}, which is also what {@code mekiki load} prints. */
public final class LoadJson {
    private LoadJson() {}

    public static ObjectNode tree(LoadFinding found) {
        ObjectNode node = FindingsJson.object();
        node.put("profile", found.profile());
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

    private static ObjectNode distribution(Distribution found) {
        ObjectNode node = FindingsJson.object();
        node.put("n", found.n());
        FindingsJson.number(node, "p50", found.p50());
        FindingsJson.number(node, "p90", found.p90());
        FindingsJson.number(node, "p95", found.p95());
        FindingsJson.number(node, "p99", found.p99());
        FindingsJson.number(node, "mean", found.mean());
        FindingsJson.number(node, "max", found.max());
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
