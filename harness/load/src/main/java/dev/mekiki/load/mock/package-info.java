/** A server with a script: what it sends, and when, is known. */
@NullMarked
package dev.mekiki.load.mock;

import org.jspecify.annotations.NullMarked;
