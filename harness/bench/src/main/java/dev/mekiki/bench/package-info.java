/** JMH benchmarks of engines: prefill and decode, through the same port that runs use, in forked JVMs. */
@NullMarked
package dev.mekiki.bench;

import org.jspecify.annotations.NullMarked;
