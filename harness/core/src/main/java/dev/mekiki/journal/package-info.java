/** The journal's file format: whole lines, forced, checksummed; a torn last line is tolerated. */
@NullMarked
package dev.mekiki.journal;

import org.jspecify.annotations.NullMarked;
