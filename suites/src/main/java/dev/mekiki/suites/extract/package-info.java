/** Takes answers out of responses. */
@NullMarked
package dev.mekiki.suites.extract;

import org.jspecify.annotations.NullMarked;
