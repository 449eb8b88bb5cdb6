/** Metrics: pure functions from a sample to a score. */
@NullMarked
package dev.mekiki.suites.metric;

import org.jspecify.annotations.NullMarked;
