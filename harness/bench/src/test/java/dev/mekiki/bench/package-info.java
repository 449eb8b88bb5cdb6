/** JMH benchmarks of our own hot paths: run {@code org.openjdk.jmh.Main} on the test class path, on a machine that does nothing else. */
@NullMarked
package dev.mekiki.bench;

import org.jspecify.annotations.NullMarked;
