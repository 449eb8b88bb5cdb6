@NullMarked
package dev.mekiki.engines.llamacpp.local;

import org.jspecify.annotations.NullMarked;
