package dev.mekiki.engines.llamacpp.lib;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LlamaLogTest {
    private static final int INFO = 2;
    private static final int WARNING = 3;
    private static final int ERROR = 4;
    private static final int CONTINUED = 5;

    @Test
    void pieces_become_lines() {
        LlamaLog log = new LlamaLog();
        log.add(INFO, "loading ");
        log.add(CONTINUED, "model\nnext");
        log.add(CONTINUED, " line\n");
        assertThat(log.since(0)).containsExactly("loading model", "next line");
        assertThat(log.since(1)).containsExactly("next line");
    }

    @Test
    void complaints_are_errors_and_failures_since_then() {
        LlamaLog log = new LlamaLog();
        log.add(ERROR, "an earlier one\n");
        long before = log.count();
        log.add(INFO, "all is well\n");
        log.add(WARNING, "a control token has no type\n");
        log.add(WARNING, "failed to open\n");
        log.add(ERROR, "magic is wrong\n");
        assertThat(log.complaints(before)).isEqualTo("failed to open; magic is wrong");
    }

    @Test
    void what_a_hostile_file_says_steers_no_terminal_and_has_an_end() {
        LlamaLog log = new LlamaLog();
        log.add(ERROR, "name \u001b[2J" + "x".repeat(10_000) + "\n");
        for (int i = 0; i < 5000; i++) {
            log.add(INFO, "line " + i + "\n");
        }
        assertThat(log.since(0)).hasSizeLessThan(2500).last().isEqualTo("line 4999");
        LlamaLog other = new LlamaLog();
        other.add(ERROR, "name \u001b[2J" + "x".repeat(10_000) + "\n");
        assertThat(other.since(0).getFirst()).startsWith("name ?[2J").hasSizeLessThan(2500);
    }
}
