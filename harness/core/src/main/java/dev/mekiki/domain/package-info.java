/** Values only: what is planned, what came back, what was found and what was selected. Nothing here reads, writes or measures. */
@NullMarked
package dev.mekiki.domain;

import org.jspecify.annotations.NullMarked;
