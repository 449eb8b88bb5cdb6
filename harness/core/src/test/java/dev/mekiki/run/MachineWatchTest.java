package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.MachineUse;
import dev.mekiki.domain.ServerCounters;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.MachineMonitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MachineWatchTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final MachineMonitor monitor = () -> new MachineMonitor.Watch() {
        @Override
        public List<DeviceUse> end() {
            return List.of(device("0", "GPU-aaaaaaaa"), device("1", "GPU-bbbbbbbb"), device("cpu-0", ""));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    };

    private static DeviceUse device(String number, String uuid) {
        return new DeviceUse(number, "device", uuid, 2, OptionalDouble.of(50), OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), new TreeMap<>());
    }

    private MachineUse watched(String devices) throws EngineException {
        AtomicInteger asked = new AtomicInteger();
        var engine = new EngineWithDevices(new FakeEngine().open(Plans.candidate("a")), devices,
                () -> new ServerCounters(new TreeMap<>(Map.of("output_tokens", 10.0 * asked.incrementAndGet())),
                        new TreeMap<>(Map.of("running", 3.0))));
        MachineWatch watch = new MachineWatch(engine, Optional.of(monitor));
        watch.idle();
        try (MachineWatch.Running running = watch.begin()) {
            while (asked.get() < 2) {
                Thread.onSpinWait();
            }
            return running.end();
        }
    }

    @Test
    void devices_that_the_candidate_does_not_name_are_not_its_own() throws EngineException {
        assertThat(watched("1").devices()).extracting(DeviceUse::device).containsExactly("1", "cpu-0");
        assertThat(watched("GPU-aaaaaaaa").devices()).extracting(DeviceUse::device).containsExactly("0", "cpu-0");
        assertThat(watched("all").devices()).hasSize(3);
        assertThat(watched("cpu").devices()).extracting(DeviceUse::device).containsExactly("cpu-0");
        assertThat(closed.get()).as("nothing is read on").isPositive();
    }

    @Test
    void what_the_server_counts_is_the_difference_and_peaks_are_of_the_moment() throws EngineException {
        MachineUse use = watched("all");
        assertThat(use.server().get("output_tokens")).isGreaterThanOrEqualTo(20);
        assertThat(use.serverPeaks()).containsEntry("running", 3.0);
    }

    @Test
    void a_machine_that_tells_nothing_is_watched_for_nothing() throws EngineException {
        MachineWatch watch = new MachineWatch(new FakeEngine().open(Plans.candidate("a")), Optional.empty());
        try (MachineWatch.Running running = watch.begin()) {
            assertThat(running.end().saysNothing()).isTrue();
        }
    }
}
