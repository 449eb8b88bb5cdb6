@NullMarked
package dev.mekiki.engines.llamacpp.worker;

import org.jspecify.annotations.NullMarked;
