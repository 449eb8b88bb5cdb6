/** What this machine's GPUs and processors do while something is measured. What can't be read is absent. */
@NullMarked
package dev.mekiki.telemetry;

import org.jspecify.annotations.NullMarked;
