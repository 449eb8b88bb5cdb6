/** A small, bounded interpreter of Jinja2 for chat templates and prompts; nothing of Java is reachable from a template. */
@NullMarked
package dev.mekiki.jinja;

import org.jspecify.annotations.NullMarked;
