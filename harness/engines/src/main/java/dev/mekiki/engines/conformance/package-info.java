/** Checks that an engine passes before its answers are believed. */
@NullMarked
package dev.mekiki.engines.conformance;

import org.jspecify.annotations.NullMarked;
