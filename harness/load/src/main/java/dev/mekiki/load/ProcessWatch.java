package dev.mekiki.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** What this process does to its own measurement: processor time, and pauses of the garbage collector. */
final class ProcessWatch implements AutoCloseable {
    private final long wall = System.nanoTime();
    private final long cpu = cpuNanos();
    private final AtomicLong longest = new AtomicLong();
    private final NotificationListener listener = this::collected;
    private final List<NotificationEmitter> listened = new ArrayList<>();

    ProcessWatch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
                listened.add(emitter);
            }
        }
    }

    private void collected(Notification notification, Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
            if (!info.getGcAction().contains("concurrent")) {
                longest.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
    }

    /** Processor time so far, in nanoseconds; negative where it is not known. */
    long spent() {
        long now = cpuNanos();
        return cpu < 0 || now < 0 ? -1 : now - cpu;
    }

    /** Over wall time of one processor. */
    OptionalDouble cpuShare() {
        long spent = spent();
        return spent < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) spent / Math.max(1, System.nanoTime() - wall));
    }

    /** Milliseconds, as coarse as the collector tells. */
    double longestPauseMs() {
        return longest.get();
    }

    @Override
    public void close() {
        for (NotificationEmitter emitter : listened) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException("it was added", e);
            }
        }
    }
}
