@NullMarked
package dev.mekiki.engines.llamacpp.grammar;

import org.jspecify.annotations.NullMarked;
