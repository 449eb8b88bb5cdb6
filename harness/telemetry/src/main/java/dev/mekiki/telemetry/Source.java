package dev.mekiki.telemetry;

import java.time.Duration;
import java.util.List;

/** Where readings come from. Used by one thread at a time. */
interface Source {
    /** All its devices now; those that give nothing are left out. */
    List<Reading> read();

    /** How often reading makes sense. */
    Duration interval();
}
