/** Reads what a model's folder says about itself. All of it is hostile: sizes and depths are bounded, nothing is run. */
@NullMarked
package dev.mekiki.license.files;

import org.jspecify.annotations.NullMarked;
