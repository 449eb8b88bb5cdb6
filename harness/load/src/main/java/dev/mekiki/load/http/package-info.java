/** The streaming client: sockets, server-sent events, stamps. */
@NullMarked
package dev.mekiki.load.http;

import org.jspecify.annotations.NullMarked;
