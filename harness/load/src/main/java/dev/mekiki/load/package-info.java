/** Load on endpoints over the network. */
@NullMarked
package dev.mekiki.load;

import org.jspecify.annotations.NullMarked;
