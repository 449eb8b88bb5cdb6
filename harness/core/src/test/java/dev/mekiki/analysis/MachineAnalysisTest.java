package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.Findings.MachineFinding;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.MachineUse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MachineAnalysisTest {
    private static DeviceUse gpu(String number, OptionalDouble counted, double integrated) {
        return new DeviceUse(number, "GPU", "", 50, OptionalDouble.of(90), OptionalLong.of(10), OptionalLong.of(20),
                OptionalDouble.of(300), OptionalDouble.of(60), counted, OptionalDouble.of(integrated),
                OptionalDouble.empty(), new TreeMap<>());
    }

    static MachineUse use(double windowMs) {
        return new MachineUse(windowMs,
                List.of(gpu("0", OptionalDouble.of(3000), 2900), gpu("1", OptionalDouble.of(2000), 1700),
                        new DeviceUse("cpu-0", "package-0", "", 2, OptionalDouble.empty(), OptionalLong.empty(),
                                OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                                OptionalDouble.of(777), OptionalDouble.empty(), OptionalDouble.empty(),
                                new TreeMap<>())),
                new TreeMap<>(Map.of("prefix_cache_queried_tokens", 400.0, "prefix_cache_hit_tokens", 100.0)),
                new TreeMap<>());
    }

    /** 100 tokens of 200 characters each. */
    private static List<LoadRequest> requests(int count) {
        LoadRequest one = new LoadRequest(0, 0, 0, Optional.of(1.0), 9, 10, 100, 200, List.of(1.0), List.of(100),
                "max-tokens", Optional.empty());
        return Collections.nCopies(count, one);
    }

    @Test
    void energy_is_the_gpus_by_their_counters_and_less_what_they_take_anyway() {
        MachineFinding found = MachineAnalysis.of("chat", use(10_000), requests(20));
        assertThat(found.energyJ()).hasValue(5000);
        assertThat(found.counted()).isTrue();
        assertThat(found.aboveIdleJ()).as("two times 60 W for 10 s").hasValue(3800);
        assertThat(found.outputTokensPerJ().orElseThrow()).isCloseTo(2000 / 5000.0, within(1e-12));
        assertThat(found.outputTokensPerJAboveIdle().orElseThrow()).isCloseTo(2000 / 3800.0, within(1e-12));
        assertThat(found.jPer1000Characters().orElseThrow()).isCloseTo(1250, within(1e-9));
        assertThat(found.jPerRequest()).hasValue(250);
        assertThat(found.disagreement().orElseThrow()).isCloseTo(0.08, within(1e-12));
        assertThat(found.prefixCacheHitShare()).hasValue(0.25);
        assertThat(found.remarks()).containsExactly("energy-disagrees", "prefix-cache");
    }

    private static MachineFinding served(double ttftS, double ttftRequests) {
        return MachineAnalysis.of("chat", new MachineUse(10_000, List.of(), new TreeMap<>(Map.of("ttft_s", ttftS,
                "ttft_requests", ttftRequests, "draft_tokens", 200.0, "accepted_tokens", 150.0)), new TreeMap<>()),
                slow(20));
    }

    /** A first token after 100 ms each. */
    private static List<LoadRequest> slow(int count) {
        return Collections.nCopies(count, new LoadRequest(0, 0, 0, Optional.of(100.0), 200, 10, 100, 200,
                List.of(100.0, 200.0), List.of(50, 50), "stop", Optional.empty()));
    }

    @Test
    void the_servers_own_ttft_is_set_beside_the_clients() {
        assertThat(served(20 * 0.094, 20).ttftGapMs().orElseThrow()).isCloseTo(6, within(1e-9));
        assertThat(served(20 * 0.094, 20).remarks()).contains("ttft-gap");
        assertThat(served(20 * 0.096, 20).remarks()).doesNotContain("ttft-gap");
        assertThat(served(30 * 0.05, 30).ttftGapMs()).as("others asked too").isEmpty();
        assertThat(served(1, 20).draftAcceptanceShare()).hasValue(0.75);
    }

    @Test
    void a_short_window_says_so_and_a_device_without_energy_leaves_no_sum() {
        assertThat(MachineAnalysis.of("chat", use(4_000), requests(1)).remarks()).contains("window-short");
        MachineUse half = new MachineUse(10_000, List.of(gpu("0", OptionalDouble.of(3000), 2900),
                new DeviceUse("1", "GPU", "", 1, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(),
                        OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                        OptionalDouble.empty(), new TreeMap<>(), OptionalDouble.of(0.5))),
                new TreeMap<>(), new TreeMap<>());
        MachineFinding found = MachineAnalysis.of("chat", half, requests(1));
        assertThat(found.remarks()).as("why there is no sum").contains("device-gone");
        assertThat(found.energyJ()).isEmpty();
        assertThat(found.outputTokensPerJ()).isEmpty();
        assertThat(found.prefixCacheHitShare()).isEmpty();
    }
}
