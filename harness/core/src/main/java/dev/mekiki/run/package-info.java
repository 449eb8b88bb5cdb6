/** A plan becomes journal events: preflight, warm-up, order, deadlines, retries. Knows no file. */
@NullMarked
package dev.mekiki.run;

import org.jspecify.annotations.NullMarked;
