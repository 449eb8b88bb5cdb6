/** The command line, and the only place where the stages are composed. */
@NullMarked
package dev.mekiki.cli;

import org.jspecify.annotations.NullMarked;
