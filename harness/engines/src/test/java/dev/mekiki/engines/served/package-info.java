@NullMarked
package dev.mekiki.engines.served;

import org.jspecify.annotations.NullMarked;
