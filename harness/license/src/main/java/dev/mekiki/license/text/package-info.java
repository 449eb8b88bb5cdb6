/** Recognises license texts, and says by which words a text differs. */
@NullMarked
package dev.mekiki.license.text;

import org.jspecify.annotations.NullMarked;
