/** What the client adds to what it measures. */
@NullMarked
package dev.mekiki.load.calibrate;

import org.jspecify.annotations.NullMarked;
