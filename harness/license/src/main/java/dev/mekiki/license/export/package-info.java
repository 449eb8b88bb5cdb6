/** Writes license verdicts for other tools: bills of materials and findings for code hosts. */
@NullMarked
package dev.mekiki.license.export;

import org.jspecify.annotations.NullMarked;
