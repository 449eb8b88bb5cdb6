package dev.mekiki.telemetry;

import dev.mekiki.domain.DeviceUse;
import dev.mekiki.port.MachineMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** All devices that this machine tells of: NVIDIA's and AMD's GPUs, and the processors' energy. */
public final class DeviceMonitor implements MachineMonitor {
    private static final String VARIABLE = "MEKIKI_NVML";

    /** Empty until they are looked for: a driver takes its time to open, and most runs measure no load. */
    private Optional<List<Source>> sources;

    /** Those that are there when first watched; {@code MEKIKI_NVML} names another library than the system's. */
    public DeviceMonitor() {
        this.sources = Optional.empty();
    }

    DeviceMonitor(List<Source> sources) {
        this.sources = Optional.of(List.copyOf(sources));
    }

    private static List<Source> found() {
        List<Source> found = new ArrayList<>();
        Nvml.open(Optional.ofNullable(System.getenv(VARIABLE)).orElse(Nvml.LIBRARY)).ifPresent(found::add);
        Amd.find().ifPresent(found::add);
        found.add(new Rapl(Rapl.HERE));
        return found;
    }

    @Override
    public synchronized Watch watch() {
        List<Source> known = sources.orElseGet(DeviceMonitor::found);
        sources = Optional.of(known);
        return new Readers(known);
    }

    /** A thread for each source: a slow one does not hold the others up. */
    private static final class Readers implements Watch {
        private final List<Reader> readers;

        Readers(List<Source> sources) {
            readers = sources.stream().map(Reader::new).toList();
        }

        @Override
        public List<DeviceUse> end() {
            readers.forEach(Reader::stop);
            return readers.stream().flatMap(reader -> reader.uses().stream())
                    .sorted(Comparator.comparingInt((DeviceUse use) -> use.device().length())
                            .thenComparing(DeviceUse::device))
                    .toList();
        }

        @Override
        public void close() {
            readers.forEach(Reader::stop);
        }
    }

    /** Readings of one source, until it is stopped. A driver that no longer comes back is not waited for; of its devices is told that they are gone. */
    private static final class Reader {
        private static final long PATIENCE_S = 2;

        private final Source source;
        private final Map<String, Series> series = new TreeMap<>();
        private final Lock reading = new ReentrantLock();
        /** Those of the first reading: all that is safe to look at while a reading hangs. */
        private final List<Series> atFirst;
        private boolean hung;
        private final Thread thread;
        private boolean stopped;

        Reader(Source source) {
            this.source = source;
            read();
            this.atFirst = List.copyOf(series.values());
            this.thread = Thread.ofPlatform().daemon().name("telemetry").unstarted(this::run);
            if (!series.isEmpty()) {
                thread.start();
            }
        }

        private void run() {
            try {
                while (true) {
                    Thread.sleep(source.interval());
                    read();
                }
            } catch (InterruptedException e) {
                // the window is over
            }
        }

        private void read() {
            reading.lock();
            try {
                Set<String> gone = new TreeSet<>(series.keySet());
                for (Reading each : source.read()) {
                    gone.remove(each.device());
                    series.computeIfAbsent(each.device(), _ -> new Series(each)).add(each, System.nanoTime());
                }
                // a device that is not there any more counts as one that tells nothing: its figures are not those of
                // the window
                series.forEach((device, known) -> {
                    if (gone.contains(device)) {
                        known.add(Reading.nothing(device), System.nanoTime());
                    }
                });
            } finally {
                reading.unlock();
            }
        }

        /** With a last reading, so that counters cover the whole window. */
        void stop() {
            if (stopped) {
                return;
            }
            stopped = true;
            thread.interrupt();
            if (series.isEmpty()) {
                return;
            }
            Thread last = Thread.ofPlatform().daemon().name("telemetry-end").start(this::read);
            try {
                hung = !last.join(Duration.ofSeconds(PATIENCE_S));
            } catch (InterruptedException _) {
                hung = true;
                Thread.currentThread().interrupt();
            }
        }

        List<DeviceUse> uses() {
            return hung
                    ? atFirst.stream().map(Series::lost).toList()
                    : series.values().stream().map(Series::use).toList();
        }
    }
}
