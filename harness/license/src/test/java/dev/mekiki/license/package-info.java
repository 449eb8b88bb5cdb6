/** Tests of reading models' files and of license verdicts. */
@NullMarked
package dev.mekiki.license;

import org.jspecify.annotations.NullMarked;
