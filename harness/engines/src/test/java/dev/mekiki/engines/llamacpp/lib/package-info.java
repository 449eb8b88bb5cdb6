@NullMarked
package dev.mekiki.engines.llamacpp.lib;

import org.jspecify.annotations.NullMarked;
