/** What a model is made of, as far as memory and context are concerned, read from its configuration. */
@NullMarked
package dev.mekiki.license.architecture;

import org.jspecify.annotations.NullMarked;
