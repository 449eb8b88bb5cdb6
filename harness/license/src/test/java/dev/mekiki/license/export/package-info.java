/** Tests of reading models' files and of license verdicts. */
@NullMarked
package dev.mekiki.license.export;

import org.jspecify.annotations.NullMarked;
