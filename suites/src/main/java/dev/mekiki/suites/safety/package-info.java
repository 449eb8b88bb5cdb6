/** Finds toxic expressions and refusals in text, offline, from word lists written for this project. */
@NullMarked
package dev.mekiki.suites.safety;

import org.jspecify.annotations.NullMarked;
