/** What the outside provides: engines, suites, metrics, data, inspectors, benchmarks and report writers, found through ServiceLoader. */
@NullMarked
package dev.mekiki.port;

import org.jspecify.annotations.NullMarked;
