package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.ServerCounters;
import dev.mekiki.engines.openai.FakeModel.Way;
import dev.mekiki.engines.openai.FakeServer.Reply;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts as the servers' own documentation and sources print them. */
class ServerMetricsTest {
    private static final String VLLM = """
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="fake"} 3.0
            vllm:num_requests_running{engine="1",model_name="fake"} 4.0
            vllm:kv_cache_usage_perc{engine="0",model_name="fake"} 0.25
            vllm:kv_cache_usage_perc{engine="1",model_name="fake"} 0.5
            vllm:prefix_cache_queries_total{engine="0",model_name="fake"} %s
            vllm:prefix_cache_queries_created{engine="0",model_name="fake"} 1.7e+09
            vllm:prefix_cache_hits_total{engine="0",model_name="fake"} %s
            vllm:generation_tokens_total{engine="0",model_name="fake"} 1.234e+03
            vllm:generation_tokens_total{engine="0",model_name="another"} 9e+09
            vllm:time_to_first_token_seconds_bucket{engine="0",le="0.001",model_name="fake"} 0.0
            vllm:time_to_first_token_seconds_sum{engine="0",model_name="fake"} NaN
            """;

    @Test
    void vllm_s_figures_are_added_up_over_engines_and_differ_over_a_window() {
        ServerCounters before = ServerMetrics.parse(VLLM.formatted("100.0", "10.0"), "fake").orElseThrow();
        ServerCounters after = ServerMetrics.parse(VLLM.formatted("300.0", "60.0"), "fake").orElseThrow();
        assertThat(after.gauges()).containsEntry("running", 7.0).containsEntry("kv_cache_share", 0.5);
        assertThat(after.counters()).containsEntry("output_tokens", 1234.0).doesNotContainKey("ttft_s");
        assertThat(after.since(before)).containsEntry("prefix_cache_queried_tokens", 200.0)
                .containsEntry("prefix_cache_hit_tokens", 50.0).containsEntry("output_tokens", 0.0);
        assertThat(before.since(after)).as("a server that was started again")
                .doesNotContainKey("prefix_cache_hit_tokens");
    }

    @Test
    void llama_server_and_sglang() {
        assertThat(ServerMetrics.parse("""
                # TYPE llamacpp:prompt_tokens_total counter
                llamacpp:prompt_tokens_total 512
                llamacpp:tokens_predicted_total 128
                llamacpp:requests_deferred 2
                """, "any").orElseThrow()).satisfies(told -> {
            assertThat(told.counters()).containsOnly(Map.entry("prompt_tokens", 512.0),
                    Map.entry("output_tokens", 128.0));
            assertThat(told.gauges()).containsOnly(Map.entry("waiting", 2.0));
        });
        assertThat(ServerMetrics.parse("""
                sglang:prompt_tokens_total{model_name="m"} 1000.0
                sglang:cached_tokens_total{model_name="m",cache_source="device"} 400.0
                sglang:token_usage{model_name="m"} 0.3
                """, "m").orElseThrow().counters()).containsEntry("prefix_cache_queried_tokens", 1000.0)
                .containsEntry("prefix_cache_hit_tokens", 400.0);
        assertThat(ServerMetrics.parse("<html>no</html>", "m")).isEmpty();
    }

    @Test
    void a_server_is_asked_beside_its_interface() throws EngineException {
        FakeModel model = new FakeModel(Way.VLLM);
        try (FakeServer server = new FakeServer(request -> request.path().equals("/metrics")
                ? Reply.json(VLLM.formatted("1", "0") + "# " + "long ".repeat(50_000))
                : model.apply(request));
                Engine engine = new OpenAiProvider(_ -> null)
                        .open(AnswersTest.candidate(Map.of("url", server.url())))) {
            assertThat(engine.counters(Deadline.none()).orElseThrow().gauges()).containsEntry("running", 7.0);
        }
    }
}
