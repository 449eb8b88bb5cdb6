/** Scores of translations against references, as sacreBLEU 2.x computes them. */
@org.jspecify.annotations.NullMarked
package dev.mekiki.suites.translation;
