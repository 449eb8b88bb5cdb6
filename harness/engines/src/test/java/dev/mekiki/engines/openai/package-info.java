@NullMarked
package dev.mekiki.engines.openai;

import org.jspecify.annotations.NullMarked;
