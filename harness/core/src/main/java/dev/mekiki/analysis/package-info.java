/** Journal events become findings: scores, intervals, paired comparisons. */
@NullMarked
package dev.mekiki.analysis;

import org.jspecify.annotations.NullMarked;
