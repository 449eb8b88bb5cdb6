/**
 * llama.cpp's C library through Java's foreign-function interface, usable alone: builds from b6673 on, each recognised by the shape of
 * its structures. An assertion within it ends the process, so it belongs in one of its own.
 */
@NullMarked
package dev.mekiki.engines.llamacpp.lib;

import org.jspecify.annotations.NullMarked;
