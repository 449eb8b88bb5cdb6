/** Tests of the engines. */
@NullMarked
package dev.mekiki.engines;

import org.jspecify.annotations.NullMarked;
