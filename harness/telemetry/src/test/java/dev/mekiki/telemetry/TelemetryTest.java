package dev.mekiki.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.port.MachineMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
    @TempDir
    static Path folder = Path.of("");

    /** A library compiled here, in C, with NVML's own types. */
    private static Nvml nvml() throws IOException, InterruptedException {
        Path library = folder.resolve("libfake-nvml.so");
        if (!Files.exists(library)) {
            Path source = folder.resolve("fake-nvml.c");
            try (InputStream in = Objects.requireNonNull(TelemetryTest.class.getResourceAsStream("fake-nvml.c"))) {
                Files.copy(in, source);
            }
            boolean compiled;
            try {
                compiled = new ProcessBuilder("cc", "-shared", "-fPIC", "-DLOST=\"" + folder.resolve("lost") + "\"",
                        "-o", library.toString(), source.toString())
                        .inheritIO().start().waitFor() == 0;
            } catch (IOException e) {
                compiled = false;
            }
            assumeTrue(compiled, "no C compiler here to build the library with");
        }
        return Nvml.open(library.toString()).orElseThrow();
    }

    @Test
    void nvml_is_read_as_its_header_has_it() throws Exception {
        List<Reading> readings = nvml().read();
        assertThat(readings).hasSize(2);
        Reading first = readings.getFirst();
        assertThat(first.device()).isEqualTo("0");
        assertThat(first.name()).isEqualTo("NVIDIA H100 80GB HBM3");
        assertThat(first.uuid()).isEqualTo("GPU-00000000-aaaa");
        assertThat(first.utilisationPercent()).hasValue(97);
        assertThat(first.memoryBytes()).hasValue(42_000_000_000L);
        assertThat(first.memoryTotalBytes()).hasValue(85_899_345_920L);
        assertThat(first.powerW()).as("the instant figure").hasValue(400.5);
        assertThat(first.energyJ().orElseThrow()).isGreaterThanOrEqualTo(1000);
        assertThat(first.clockMhz()).hasValue(1755);
        assertThat(first.throttled()).containsExactlyInAnyOrder("power-cap", "thermal");
        Reading older = readings.getLast();
        assertThat(older.memoryBytes()).as("the first version of the structure").hasValue(5_000_000_000L);
        assertThat(older.powerW()).as("the mean, where there is no instant figure").hasValue(72.25);
        assertThat(older.energyJ()).isEmpty();
        assertThat(older.throttled()).as("an idle clock is not held down").isEmpty();
        Path lost = Files.createFile(folder.resolve("lost"));
        assertThat(nvml().read()).hasSize(2).last().satisfies(gone -> {
            assertThat(gone.utilisationPercent()).isEmpty();
            assertThat(gone.memoryBytes()).isEmpty();
            assertThat(gone.powerW()).isEmpty();
        });
        assertThat(nvml().read().getFirst().utilisationPercent()).as("the other one is unharmed").hasValue(97);
        Files.delete(lost);
    }

    @Test
    void there_is_no_nvml() {
        assertThat(Nvml.open("libno-such-nvml.so.1")).isEmpty();
    }

    /** Given readings, one a call. */
    private record Given(Deque<List<Reading>> all) implements Source {
        @Override
        public List<Reading> read() {
            return all.isEmpty() ? List.of() : all.removeFirst();
        }

        @Override
        public Duration interval() {
            return Duration.ofDays(1);
        }
    }

    private static Reading reading(double watts, double joules, long bytes, String... throttled) {
        return new Reading("0", "GPU", "", OptionalDouble.of(50), OptionalLong.of(bytes), OptionalLong.of(100),
                OptionalDouble.of(watts), OptionalDouble.of(joules), OptionalDouble.empty(), Set.of(throttled));
    }

    @Test
    void readings_become_means_peaks_and_two_energies() {
        Series series = new Series(reading(100, 7000, 10));
        series.add(reading(100, 7000, 10), 0);
        series.add(reading(300, 7210, 40, "thermal"), 1_000_000_000);
        series.add(reading(300, 7810, 20), 3_000_000_000L);
        DeviceUse use = series.use();
        assertThat(use.readings()).isEqualTo(3);
        assertThat(use.countedJ()).hasValue(810);
        assertThat(use.integratedJ()).as("200 W for 1 s and 300 W for 2 s").hasValue(800);
        assertThat(use.energyJ()).hasValue(810);
        assertThat(use.powerW().orElseThrow()).isCloseTo(233.3, within(0.1));
        assertThat(use.memoryPeakBytes()).hasValue(40);
        assertThat(use.utilisationPercent()).hasValue(50);
        assertThat(use.clockMhz()).isEmpty();
        assertThat(use.throttled().get("thermal")).isCloseTo(1.0 / 3, within(1e-9));
    }

    @Test
    void a_counter_that_goes_back_counts_nothing() {
        Series series = new Series(reading(100, 7000, 10));
        series.add(reading(100, 7000, 10), 0);
        series.add(reading(100, 12, 10), 1_000_000_000);
        assertThat(series.use().countedJ()).isEmpty();
        assertThat(series.use().energyJ()).hasValue(100);
    }

    @Test
    void a_watch_reads_at_its_beginning_and_its_end() {
        Deque<List<Reading>> all = new ArrayDeque<>(List.of(List.of(reading(10, 1, 1)), List.of(reading(10, 5, 9))));
        try (MachineMonitor.Watch watch = new DeviceMonitor(List.of(new Given(all), new Given(new ArrayDeque<>())))
                .watch()) {
            assertThat(watch.end()).singleElement().satisfies(use -> {
                assertThat(use.countedJ()).hasValue(4);
                assertThat(use.gone()).isEmpty();
                assertThat(use.memoryPeakBytes()).hasValue(9);
            });
        }
    }

    @Test
    void a_device_that_vanishes_has_no_energy_of_the_window() {
        Deque<List<Reading>> all = new ArrayDeque<>(List.of(List.of(reading(10, 1, 1)), List.of()));
        try (MachineMonitor.Watch watch = new DeviceMonitor(List.of(new Given(all))).watch()) {
            assertThat(watch.end()).singleElement().satisfies(use -> {
                assertThat(use.name()).isEqualTo("GPU");
                assertThat(use.energyJ()).isEmpty();
                assertThat(use.gone()).as("one of two readings").hasValue(0.5);
                assertThat(use.memoryPeakBytes()).hasValue(1);
            });
        }
    }

    @Test
    void a_driver_that_hangs_is_not_waited_for() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Source hangs = new Source() {
            @Override
            public List<Reading> read() {
                if (asked.getAndIncrement() > 0) {
                    boolean waiting = true;
                    while (waiting) {
                        try {
                            never.await();
                            waiting = false;
                        } catch (InterruptedException e) {
                            // as native code, which nothing interrupts
                        }
                    }
                }
                return List.of(reading(10, 1, 1));
            }

            @Override
            public Duration interval() {
                return Duration.ofDays(1);
            }
        };
        Deque<List<Reading>> all = new ArrayDeque<>(List.of(List.of(reading(10, 1, 1)), List.of(reading(10, 5, 9))));
        long begun = System.nanoTime();
        try (MachineMonitor.Watch watch = new DeviceMonitor(List.of(hangs, new Given(all))).watch()) {
            List<DeviceUse> uses = watch.end();
            assertThat(uses).as("the other source is unharmed").hasSize(2)
                    .anySatisfy(use -> assertThat(use.countedJ()).hasValue(4));
            assertThat(uses).anySatisfy(use -> {
                assertThat(use.gone()).hasValue(1);
                assertThat(use.energyJ()).isEmpty();
            });
        } finally {
            never.countDown();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void packages_of_processors_and_their_counters_that_begin_again() throws IOException {
        for (String zone : List.of("intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0")) {
            Path dir = Files.createDirectories(folder.resolve("powercap").resolve(zone));
            Files.writeString(dir.resolve("name"),
                    zone.equals("intel-rapl:0:0") ? "core\n" : "package-" + zone.charAt(11) + "\n");
            Files.writeString(dir.resolve("max_energy_range_uj"), "1000000000\n");
            Files.writeString(dir.resolve("energy_uj"), "999000000\n");
        }
        Rapl rapl = new Rapl(folder.resolve("powercap"));
        double first = rapl.read().getFirst().energyJ().orElseThrow();
        Files.writeString(folder.resolve("powercap/intel-rapl:0/energy_uj"), "4000000\n");
        List<Reading> readings = rapl.read();
        assertThat(readings).extracting(Reading::device).containsExactly("cpu-0", "cpu-1");
        assertThat(readings.getFirst().energyJ().orElseThrow() - first).isCloseTo(5, within(1e-6));
        assertThat(new Rapl(folder.resolve("nothing")).read()).isEmpty();
    }

    /** Shapes as AMD's documentation of amd-smi (6.4, 7.0) and rocm-smi prints them. */
    @Test
    void amd_s_programs_new_and_old() {
        String gpu = """
                {"gpu": 0, "usage": {"gfx_activity": {"value": 88, "unit": "%"}}, "power": {"socket_power": {"value": 512, "unit": "W"}},
                 "clock": {"gfx_0": {"clk": {"value": 2100, "unit": "MHz"}}}, "energy": {"total_energy_consumption": {"value": 1234.5, "unit": "J"}},
                 "mem_usage": {"total_vram": {"value": 196592, "unit": "MB"}, "used_vram": {"value": 1024, "unit": "MB"}}}""";
        for (String json : List.of("[" + gpu + "]", "{\"gpu_data\": [" + gpu + "]}")) {
            assertThat(Amd.readings(json)).singleElement().satisfies(reading -> {
                assertThat(reading.device()).isEqualTo("0");
                assertThat(reading.utilisationPercent()).hasValue(88);
                assertThat(reading.powerW()).hasValue(512);
                assertThat(reading.energyJ()).hasValue(1234.5);
                assertThat(reading.memoryBytes()).hasValue(1L << 30);
                assertThat(reading.clockMhz()).hasValue(2100);
            });
        }
        assertThat(Amd.readings(
                """
                        {"card1": {"Card Series": "Instinct MI100", "GPU use (%)": "42", "Average Graphics Package Power (W)": "35.0",
                         "VRAM Total Memory (B)": "34342961152", "VRAM Total Used Memory (B)": "7331840", "Accumulated Energy (uJ)": "2500000.0"},
                         "system": {"Driver version": "6.8"}}"""))
                .singleElement().satisfies(reading -> {
                    assertThat(reading.device()).isEqualTo("1");
                    assertThat(reading.name()).isEqualTo("Instinct MI100");
                    assertThat(reading.utilisationPercent()).hasValue(42);
                    assertThat(reading.powerW()).hasValue(35);
                    assertThat(reading.memoryBytes()).hasValue(7_331_840);
                    assertThat(reading.energyJ()).hasValue(2.5);
                });
        assertThat(Amd.readings("{\"gpu\": \"N/A\"")).isEmpty();
        assertThat(Amd.readings("[{\"gpu\": 1, \"power\": {\"socket_power\": \"N/A\"}}]")).singleElement()
                .satisfies(reading -> assertThat(reading.powerW()).isEmpty());
    }
}
