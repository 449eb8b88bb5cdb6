package dev.mekiki.engines.openai;

import dev.mekiki.domain.ServerCounters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What servers tell of themselves under {@code /metrics}, in Prometheus' text format: vLLM, llama-server and SGLang, older names included. Figures
 * of several engines of one server are added up.
 */
final class ServerMetrics {
    private static final Pattern LINE = Pattern
            .compile("([A-Za-z_:][\\w:]{0,200})(?:\\{(.{0,4000}?)})?\\s+([+-]?[\\d.eE+-]{1,40})(?:\\s+-?\\d+)?");
    private static final Pattern MODEL = Pattern.compile("model_name=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int MOST_LINES = 100_000;

    private static final Map<String, String> COUNTERS = Map.ofEntries(
            Map.entry("vllm:prompt_tokens_total", "prompt_tokens"),
            Map.entry("vllm:generation_tokens_total", "output_tokens"),
            Map.entry("vllm:prefix_cache_queries_total", "prefix_cache_queried_tokens"),
            Map.entry("vllm:prefix_cache_hits_total", "prefix_cache_hit_tokens"),
            Map.entry("vllm:gpu_prefix_cache_queries_total", "prefix_cache_queried_tokens"),
            Map.entry("vllm:gpu_prefix_cache_hits_total", "prefix_cache_hit_tokens"),
            Map.entry("vllm:num_preemptions_total", "preemptions"),
            Map.entry("vllm:spec_decode_num_draft_tokens_total", "draft_tokens"),
            Map.entry("vllm:spec_decode_num_accepted_tokens_total", "accepted_tokens"),
            Map.entry("vllm:time_to_first_token_seconds_sum", "ttft_s"),
            Map.entry("vllm:time_to_first_token_seconds_count", "ttft_requests"),
            Map.entry("vllm:request_queue_time_seconds_sum", "queue_s"),
            Map.entry("vllm:request_queue_time_seconds_count", "queue_requests"),
            Map.entry("llamacpp:prompt_tokens_total", "prompt_tokens"),
            Map.entry("llamacpp:tokens_predicted_total", "output_tokens"),
            Map.entry("sglang:prompt_tokens_total", "prompt_tokens"),
            Map.entry("sglang:generation_tokens_total", "output_tokens"),
            Map.entry("sglang:cached_tokens_total", "prefix_cache_hit_tokens"),
            Map.entry("sglang:time_to_first_token_seconds_sum", "ttft_s"),
            Map.entry("sglang:time_to_first_token_seconds_count", "ttft_requests"));
    private static final Map<String, String> GAUGES = Map.of("vllm:num_requests_running", "running",
            "vllm:num_requests_waiting", "waiting", "vllm:kv_cache_usage_perc", "kv_cache_share",
            "vllm:gpu_cache_usage_perc", "kv_cache_share", "llamacpp:requests_processing", "running",
            "llamacpp:requests_deferred", "waiting", "sglang:num_running_reqs", "running", "sglang:num_queue_reqs",
            "waiting", "sglang:token_usage", "kv_cache_share");
    private static final List<String> SHARES = List.of("kv_cache_share");

    private ServerMetrics() {}

    /**
     * Reads them.
     *
     * @param model whose figures are wanted; those of no model count for it, too
     * @return empty where none of these is there
     */
    static Optional<ServerCounters> parse(String text, String model) {
        SortedMap<String, Double> counters = new TreeMap<>();
        SortedMap<String, Double> gauges = new TreeMap<>();
        text.lines().limit(MOST_LINES).filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher parts = LINE.matcher(line.strip());
            if (!parts.matches() || others(parts.group(2), model)) {
                return;
            }
            String name = parts.group(1);
            String counter = COUNTERS.get(name);
            String gauge = GAUGES.get(name);
            if (counter == null && gauge == null) {
                return;
            }
            number(parts.group(3)).ifPresent(value -> {
                if (counter != null) {
                    counters.merge(counter, value, Double::sum);
                } else if (gauge != null) {
                    gauges.merge(gauge, value, SHARES.contains(gauge) ? Math::max : Double::sum);
                }
            });
        });
        Double prompts = counters.get("prompt_tokens");
        if (text.contains("sglang:cached_tokens_total") && prompts != null) {
            // every token of a prompt is looked up there
            counters.put("prefix_cache_queried_tokens", prompts);
        }
        return counters.isEmpty() && gauges.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServerCounters(counters, gauges));
    }

    private static boolean others(@Nullable String labels, String model) {
        Matcher named = MODEL.matcher(labels == null ? "" : labels);
        return named.find() && !named.group(1).replace("\\\"", "\"").replace("\\\\", "\\").equals(model);
    }

    private static Optional<Double> number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) && value >= 0 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
