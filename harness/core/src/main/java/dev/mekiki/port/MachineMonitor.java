package dev.mekiki.port;

import dev.mekiki.domain.DeviceUse;
import java.util.List;

/** Reads this machine's devices while something else is measured. */
public interface MachineMonitor {
    /** Begins to read; where nothing can be read, nothing comes of it. */
    Watch watch();

    /** Readings under way. */
    interface Watch extends AutoCloseable {
        /** Ends them. Devices in the order of their numbers. */
        List<DeviceUse> end();

        /** Ends them for nothing. */
        @Override
        void close();
    }
}
