package dev.mekiki.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.CostSettings.Api;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.Throughput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostTest {
    @TempDir
    Path folder = Path.of("");

    /** 1.50 an hour whatever happens, and no power. */
    private static final CostSettings HOURLY = new CostSettings("x", "y",
            new CostSettings.Machine(0, 1, 1.5 * CostSettings.HOURS, 0, 0), 0, OptionalDouble.empty(), List.of());

    @Test
    void a_million_tokens_cost_what_published_examples_say() {
        // $1.50/h at 2,000 tok/s: $0.21 (inference cost guides of 2025); $2/h: $0.28 at 100 % and $1.40 at 20 % of
        // the time
        Throughput fast = new Throughput(20, 1, 100, 200, 0);
        assertThat(fast.millionOutputYen(HOURLY, 1)).isCloseTo(0.208, within(0.001));
        CostSettings two = new CostSettings("x", "y", new CostSettings.Machine(0, 1, 2 * CostSettings.HOURS, 0, 0), 0,
                OptionalDouble.empty(), List.of());
        assertThat(fast.millionOutputYen(two, 1)).isCloseTo(0.278, within(0.001));
        assertThat(fast.millionOutputYen(two, 0.2)).isCloseTo(1.389, within(0.001));
    }

    @Test
    void price_life_power_and_upkeep_by_hand() {
        CostSettings cost = new CostSettings("x", "y", new CostSettings.Machine(4_800_000, 48, 20_000, 1100, 100), 30,
                OptionalDouble.empty(), List.of());
        assertThat(cost.fixedYen()).as("100,000 + 20,000 + 0.1 kW × 730 h × 30").isCloseTo(122_190, within(1e-6));
        Throughput one = new Throughput(2, 1000, 250, 500, 0.2);
        assertThat(one.mostRequests()).isEqualTo(2.0 * 3600 * 730);
        assertThat(one.marginalYen(cost)).as("30 yen an hour over 7,200 requests").isCloseTo(30 / 7200.0,
                within(1e-12));
        double half = 122_190 / (0.5 * 5_256_000) + 30 / 7200.0;
        assertThat(one.requestYen(cost, 0.5)).isCloseTo(half, within(1e-12));
        assertThat(one.millionInputYen(cost, 0.5)).isCloseTo(half * 0.2 * 1000, within(1e-9));
        assertThat(one.millionOutputYen(cost, 0.5)).isCloseTo(half * 0.8 * 4000, within(1e-9));
        assertThat(one.thousandCharactersYen(cost, 0.5)).isCloseTo(half * 2, within(1e-9));
    }

    @Test
    void where_a_machine_becomes_cheaper_than_a_service_both_cost_the_same() {
        CostSettings cost = new CostSettings("x", "y", new CostSettings.Machine(4_800_000, 48, 0, 600, 100), 30,
                OptionalDouble.empty(), List.of());
        Throughput one = new Throughput(2, 1000, 250, 500, 0.2);
        Api api = new Api("service", 150, 600, Optional.empty());
        double requests = one.breakEven(cost, api).orElseThrow();
        assertThat(one.hybridYen(cost, api, requests, 1)).isCloseTo(api.requestYen(1000, 250), within(1e-12))
                .isCloseTo(0.3, within(1e-12));
        assertThat(one.hybridYen(cost, api, requests, 0)).isEqualTo(api.requestYen(1000, 250));
        assertThat(one.hybridYen(cost, api, 2 * requests, 0.5)).isBetween(0.15, 0.3);
        assertThat(one.breakEven(cost, new Api("cheap", 0.001, 0.001, Optional.empty()))).isEmpty();
    }

    @Test
    void a_throughput_is_of_what_succeeded() {
        LoadRequest good = new LoadRequest(0, 0, 100, Optional.of(300.0), 1100, 10, 20, 40, List.of(300.0), List.of(20),
                "stop", Optional.empty());
        LoadRequest bad = new LoadRequest(1, 0, 0, Optional.empty(), 9000, 0, 0, 0, List.of(), List.of(), "error",
                Optional.of("broke"));
        assertThat(Throughput.of(3, List.of(good, bad))).contains(new Throughput(3, 10, 20, 40, 0.2));
        assertThat(Throughput.of(3, List.of(bad))).isEmpty();
    }

    @Test
    void a_file_is_read_with_its_currencies() throws Exception {
        CostSettings cost = CostReader.read(Files.writeString(folder.resolve("cost.yaml"),
                """
                        cost: mekiki/1
                        name: ours
                        source: quotation of 2026-10-01
                        exchange: {USD: 150}
                        machine: {price: 20000, currency: USD, life-months: 48, maintenance-per-month: 100, power-w: 900, idle-power-w: 300}
                        electricity-per-kwh: 31.5
                        requests-per-month: 50000
                        apis: [{name: a, currency: USD, input-per-1m: 2.5, output-per-1m: 10, candidate: gateway}]
                        """));
        assertThat(cost.machine()).isEqualTo(new CostSettings.Machine(3_000_000, 48, 15_000, 900, 300));
        assertThat(cost.apis()).containsExactly(new Api("a", 375, 1500, Optional.of("gateway")));
        assertThat(cost.requestsPerMonth()).hasValue(50_000);
    }

    @Test
    void nothing_has_a_default_and_everything_wrong_is_said() throws Exception {
        Path file = Files.writeString(folder.resolve("cost.yaml"), """
                cost: mekiki/1
                name: ours
                machine: {price: -1, power-w: 100, idle-power-w: 300}
                apis: [{name: a, currency: EUR, input-per-1m: 1}]
                coffee: 3
                """);
        assertThatThrownBy(() -> CostReader.read(file)).isInstanceOfSatisfying(InvalidInput.class,
                wrong -> assertThat(wrong.problems().toString()).contains("source", "price", "life-months",
                        "maintenance-per-month", "is more than power-w", "yen for one EUR", "output-per-1m",
                        "electricity-per-kwh", "coffee"));
    }
}
