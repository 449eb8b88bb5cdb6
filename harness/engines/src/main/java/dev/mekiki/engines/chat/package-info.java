/** Chat templates of model folders. */
@NullMarked
package dev.mekiki.engines.chat;

import org.jspecify.annotations.NullMarked;
