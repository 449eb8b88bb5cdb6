@NullMarked
package dev.mekiki.telemetry;

import org.jspecify.annotations.NullMarked;
