/** Japanese text made comparable: widths, numerals, brackets, spaces. */
@NullMarked
package dev.mekiki.suites.japanese;

import org.jspecify.annotations.NullMarked;
