package dev.mekiki.run;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.domain.MachineUse;
import dev.mekiki.domain.ServerCounters;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.MachineMonitor;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Watches devices and server while a load profile is measured. Used by the run's own thread only. */
final class MachineWatch {
    /** Devices tell means over the last second, and a shorter look says little of them. */
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Engine engine;
    private final Optional<MachineMonitor> monitor;
    private final Map<String, OptionalDouble> idle = new HashMap<>();

    MachineWatch(Engine engine, Optional<MachineMonitor> monitor) {
        this.engine = engine;
        this.monitor = monitor;
    }

    /** Reads what the loaded model's devices take while nobody asks; at once where there are none. */
    void idle() {
        if (monitor.isEmpty()) {
            return;
        }
        try (MachineMonitor.Watch watch = monitor.get().watch()) {
            List<DeviceUse> now = watch.end();
            if (now.stream().allMatch(device -> device.powerW().isEmpty() && device.countedJ().isEmpty())) {
                return;
            }
        }
        try (MachineMonitor.Watch watch = monitor.get().watch()) {
            long start = System.nanoTime();
            Thread.sleep(IDLE);
            double seconds = (System.nanoTime() - start) / 1e9;
            watch.end().forEach(device -> idle.put(device.device(), device.countedJ().isPresent()
                    ? OptionalDouble.of(device.countedJ().getAsDouble() / seconds)
                    : device.powerW()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to look. */
    Running begin() {
        return new Running();
    }

    /** A look under way. */
    final class Running implements AutoCloseable {
        private final Optional<MachineMonitor.Watch> watch = monitor.map(MachineMonitor::watch);
        private final Optional<ServerCounters> before = engine.counters(Deadline.after(PATIENCE));
        private final SortedMap<String, Double> peaks = new TreeMap<>();
        private final Optional<Thread> asking = before.map(_ -> Thread.ofVirtual().start(() -> ask(peaks)));
        private final long start = System.nanoTime();

        /** What was seen. */
        MachineUse end() {
            double windowMs = (System.nanoTime() - start) / 1e6;
            asking.ifPresent(Thread::interrupt);
            List<DeviceUse> devices = watch.map(MachineMonitor.Watch::end).orElse(List.of());
            SortedMap<String, Double> server = before
                    .flatMap(first -> engine.counters(Deadline.after(PATIENCE)).map(last -> last.since(first)))
                    .orElseGet(TreeMap::new);
            synchronized (peaks) {
                return new MachineUse(windowMs, devices.stream().filter(MachineWatch.this::own)
                        .map(device -> device.withIdle(idle.getOrDefault(device.device(), OptionalDouble.empty())))
                        .toList(), server, peaks);
            }
        }

        @Override
        public void close() {
            asking.ifPresent(Thread::interrupt);
            watch.ifPresent(MachineMonitor.Watch::close);
        }
    }

    private void ask(SortedMap<String, Double> peaks) {
        try {
            while (true) {
                Optional<ServerCounters> now = engine.counters(Deadline.after(PATIENCE));
                synchronized (peaks) {
                    now.ifPresent(told -> told.gauges().forEach((name, value) -> peaks.merge(name, value, Math::max)));
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // the measurement is over
        }
    }

    /** Where the candidate's options name devices, others are not its own. */
    private boolean own(DeviceUse device) {
        String named = engine.description().resolved().getOrDefault("devices", "");
        List<String> numbers = Arrays.stream(named.split(",")).map(String::strip)
                .filter(name -> name.matches("\\d+|GPU-.*")).toList();
        boolean processor = device.device().startsWith("cpu");
        return processor || (numbers.isEmpty() && !named.equalsIgnoreCase("cpu")) || numbers.contains(device.device())
                || numbers.stream().anyMatch(number -> number.length() > 8 && device.uuid().startsWith(number));
    }
}
