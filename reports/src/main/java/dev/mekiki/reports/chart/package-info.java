/** Charts as small inline SVG, equal on every machine, whatever fonts it has. */
@NullMarked
package dev.mekiki.reports.chart;

import org.jspecify.annotations.NullMarked;
