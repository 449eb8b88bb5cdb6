/** Words for messages. */
@NullMarked
package dev.mekiki.suites.text;

import org.jspecify.annotations.NullMarked;
