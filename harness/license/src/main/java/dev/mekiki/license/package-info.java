/**
 * What a candidate's licenses allow: the catalogue of licenses, usage profiles and verdicts.
 *
 * <p>Texts of licenses that may be redistributed word by word (Apache-2.0, MIT, BSD, Creative Commons) ship as templates and are matched
 * whole and in order. Of vendors' licenses only phrases and hashes of word sequences ship, never the text.
 */
@NullMarked
package dev.mekiki.license;

import org.jspecify.annotations.NullMarked;
