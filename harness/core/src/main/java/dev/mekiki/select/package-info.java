/** Findings become a selection: gates, Pareto front, weighted utility, ties. */
@NullMarked
package dev.mekiki.select;

import org.jspecify.annotations.NullMarked;
