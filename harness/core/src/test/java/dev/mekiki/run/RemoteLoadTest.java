package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadClient;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.Plan.RunSettings;
import dev.mekiki.port.Engine;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.LoadTarget;
import dev.mekiki.port.MachineMonitor;
import dev.mekiki.port.Message;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RemoteLoadTest {
    private final List<String> order = new ArrayList<>();
    private final List<JournalEvent> events = new ArrayList<>();
    private final MachineMonitor monitor = () -> {
        order.add("devices are read");
        return new MachineMonitor.Watch() {
            @Override
            public List<DeviceUse> end() {
                order.add("devices are read no more");
                return List.of(new DeviceUse("cpu-0", "device", "", 2, OptionalDouble.of(50), OptionalLong.empty(),
                        OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                        OptionalDouble.empty(), OptionalDouble.empty(), new TreeMap<>()));
            }

            @Override
            public void close() {
                order.add("closed");
            }
        };
    };

    private LoadGenerator.Result load(LoadGenerator.Watch watch, Optional<String> trouble) {
        order.add("warm-up");
        watch.began();
        order.add("requests");
        if (trouble.isEmpty()) {
            watch.ended();
        }
        order.add("the client's own error");
        return new LoadGenerator.Result(
                List.of(new LoadRequest(0, 0, 0, Optional.of(1.0), 5, 3, 1, 1, List.of(1.0), List.of(1), "length",
                        Optional.empty())),
                OptionalInt.empty(), new LoadClient(Optional.empty(), 1, OptionalDouble.empty(), OptionalDouble.empty(),
                        Optional.empty()),
                trouble);
    }

    private void run(Optional<String> trouble) throws Exception {
        Engine engine = new FakeEngine().open(Plans.candidate("a"));
        new RemoteLoad("a", engine, TARGET, (_, watch) -> load(watch, trouble),
                new RunSettings(7, Duration.ofSeconds(5), 0, 1), new Stop(),
                new MachineWatch(engine, Optional.of(monitor)), events::add)
                .run(new LoadProfile("p", 1, 1, 0, new LoadProfile.Input.Prompts("f", List.of("q")), 4));
    }

    @Test
    void devices_are_watched_while_requests_are_measured_and_neither_before_nor_after() throws Exception {
        run(Optional.empty());
        assertThat(order).containsExactly("warm-up", "devices are read", "requests", "devices are read no more",
                "the client's own error", "closed");
        assertThat(events).extracting(event -> event.getClass().getSimpleName())
                .containsExactly("LoadStarted", "LoadRequestDone", "MachineWatched", "LoadDone");
    }

    @Test
    void what_was_broken_off_is_told_without_what_devices_did() throws Exception {
        run(Optional.of("too many failures"));
        assertThat(order).endsWith("closed").doesNotContain("devices are read no more");
        assertThat(events).extracting(event -> event.getClass().getSimpleName())
                .containsExactly("LoadStarted", "LoadRequestDone", "PartFailed");
    }

    private static final LoadTarget TARGET = new LoadTarget() {
        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:1/v1/completions");
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public Optional<Path> certificates() {
            return Optional.empty();
        }

        @Override
        public byte[] body(List<Message> messages, int outputTokens) {
            return new byte[0];
        }

        @Override
        public String struck(String text) {
            return text;
        }
    };
}
