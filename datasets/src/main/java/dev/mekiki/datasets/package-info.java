/** Readers of data files: JSON Lines, JSON, CSV and TSV. What they read is not trusted: sizes and depth are bounded. */
@NullMarked
package dev.mekiki.datasets;

import org.jspecify.annotations.NullMarked;
