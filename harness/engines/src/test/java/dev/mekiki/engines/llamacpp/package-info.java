@NullMarked
package dev.mekiki.engines.llamacpp;

import org.jspecify.annotations.NullMarked;
