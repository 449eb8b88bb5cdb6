package dev.mekiki.telemetry;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * NVIDIA's management library, called through the foreign-function interface. Its functions return a status first of all: whatever does not
 * say success is absent, also for a GPU that falls off the bus.
 */
final class Nvml implements Source {
    static final String LIBRARY = "libnvidia-ml.so.1";
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int NAME_BYTES = 96;
    private static final int CLOCK_SM = 1;
    /** nvmlMemory_v2_t: 40 bytes, version 2. */
    private static final int MEMORY_V2 = 40 | (2 << 24);
    /** NVML_FI_DEV_POWER_INSTANT; the usual figure is a mean over a second on newer GPUs. */
    private static final int POWER_INSTANT = 186;
    private static final int FIELD_BYTES = 40;
    private static final int FIELD_TYPE = 24;
    private static final int FIELD_STATUS = 28;
    private static final int FIELD_VALUE = 32;
    private static final Map<Long, String> REASONS = Map.of(0x4L, "power-cap", 0x8L, "hardware-slowdown", 0x20L,
            "thermal", 0x40L, "thermal", 0x80L, "power-brake");

    private final SymbolLookup library;
    private final Map<String, Optional<MethodHandle>> functions = new HashMap<>();

    private Nvml(SymbolLookup library) {
        this.library = library;
    }

    /**
     * Opens the library, for as long as this process lives.
     *
     * @param name a path, or a name that the system's linker knows
     * @return empty where there is none, or it does not work
     */
    @SuppressWarnings("restricted") // NVML is a native library
    static Optional<Nvml> open(String name) {
        try {
            Nvml nvml = new Nvml(SymbolLookup.libraryLookup(name, Arena.global()));
            return nvml.call("nvmlInit_v2") ? Optional.of(nvml) : Optional.empty();
        } catch (IllegalArgumentException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** @return whether there is such a function, and it said success */
    @SuppressWarnings("restricted") // as above
    private boolean call(String function, Object... arguments) {
        Optional<MethodHandle> handle = functions.computeIfAbsent(function, name -> library.find(name)
                .map(address -> Linker.nativeLinker().downcallHandle(address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT,
                                Arrays.stream(arguments).map(Nvml::layout).toArray(MemoryLayout[]::new)))));
        if (handle.isEmpty()) {
            return false;
        }
        try {
            return (int) handle.get().invokeWithArguments(arguments) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(function, e);
        }
    }

    private static MemoryLayout layout(Object argument) {
        return argument instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public List<Reading> read() {
        List<Reading> readings = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
            if (!call("nvmlDeviceGetCount_v2", count)) {
                return List.of();
            }
            for (int i = 0; i < Math.min(count.get(ValueLayout.JAVA_INT, 0), 64); i++) {
                MemorySegment handle = arena.allocate(ValueLayout.ADDRESS);
                if (call("nvmlDeviceGetHandleByIndex_v2", i, handle)) {
                    readings.add(reading(arena, String.valueOf(i), handle.get(ValueLayout.ADDRESS, 0)));
                }
            }
        }
        return readings;
    }

    private Reading reading(Arena arena, String index, MemorySegment device) {
        OptionalDouble utilisation = OptionalDouble.empty();
        MemorySegment rates = arena.allocate(8, 4);
        if (call("nvmlDeviceGetUtilizationRates", device, rates)) {
            utilisation = OptionalDouble.of(rates.get(ValueLayout.JAVA_INT, 0));
        }
        MemorySegment memory = arena.allocate(40, 8);
        OptionalLong used = OptionalLong.empty();
        OptionalLong total = OptionalLong.empty();
        memory.set(ValueLayout.JAVA_INT, 0, MEMORY_V2);
        if (call("nvmlDeviceGetMemoryInfo_v2", device, memory)) {
            // version, total, reserved, free, used
            total = OptionalLong.of(memory.get(ValueLayout.JAVA_LONG, 8));
            used = OptionalLong.of(memory.get(ValueLayout.JAVA_LONG, 32));
        } else if (call("nvmlDeviceGetMemoryInfo", device, memory)) {
            // total, free, used; what the driver keeps for itself is in the last
            total = OptionalLong.of(memory.get(ValueLayout.JAVA_LONG, 0));
            used = OptionalLong.of(memory.get(ValueLayout.JAVA_LONG, 16));
        }
        return new Reading(index, text(arena, "nvmlDeviceGetName", device), text(arena, "nvmlDeviceGetUUID", device),
                utilisation, used, total, power(arena, device), energy(arena, device), clock(arena, device),
                throttled(arena, device));
    }

    private String text(Arena arena, String function, MemorySegment device) {
        MemorySegment text = arena.allocate(NAME_BYTES);
        return call(function, device, text, NAME_BYTES) ? text.getString(0).strip() : "";
    }

    private OptionalDouble power(Arena arena, MemorySegment device) {
        MemorySegment field = arena.allocate(FIELD_BYTES, 8);
        field.set(ValueLayout.JAVA_INT, 0, POWER_INSTANT);
        if (call("nvmlDeviceGetFieldValues", device, 1, field) && field.get(ValueLayout.JAVA_INT, FIELD_STATUS) == 0
                && field.get(ValueLayout.JAVA_INT, FIELD_TYPE) == 1) {
            return OptionalDouble.of(field.get(ValueLayout.JAVA_INT, FIELD_VALUE) / 1000.0);
        }
        MemorySegment milliwatts = arena.allocate(ValueLayout.JAVA_INT);
        return call("nvmlDeviceGetPowerUsage", device, milliwatts)
                ? OptionalDouble.of(milliwatts.get(ValueLayout.JAVA_INT, 0) / 1000.0)
                : OptionalDouble.empty();
    }

    private OptionalDouble energy(Arena arena, MemorySegment device) {
        MemorySegment millijoules = arena.allocate(ValueLayout.JAVA_LONG);
        return call("nvmlDeviceGetTotalEnergyConsumption", device, millijoules)
                ? OptionalDouble.of(millijoules.get(ValueLayout.JAVA_LONG, 0) / 1000.0)
                : OptionalDouble.empty();
    }

    private OptionalDouble clock(Arena arena, MemorySegment device) {
        MemorySegment clock = arena.allocate(ValueLayout.JAVA_INT);
        return call("nvmlDeviceGetClockInfo", device, CLOCK_SM, clock)
                ? OptionalDouble.of(clock.get(ValueLayout.JAVA_INT, 0))
                : OptionalDouble.empty();
    }

    private Set<String> throttled(Arena arena, MemorySegment device) {
        MemorySegment bits = arena.allocate(ValueLayout.JAVA_LONG);
        Set<String> reasons = new TreeSet<>();
        if (call("nvmlDeviceGetCurrentClocksEventReasons", device, bits)
                || call("nvmlDeviceGetCurrentClocksThrottleReasons", device, bits)) {
            REASONS.forEach((bit, reason) -> {
                if ((bits.get(ValueLayout.JAVA_LONG, 0) & bit) != 0) {
                    reasons.add(reason);
                }
            });
        }
        return reasons;
    }
}
