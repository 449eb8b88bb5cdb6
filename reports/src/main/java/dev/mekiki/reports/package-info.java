/** The report's writers: pages for people, tables and JSON for programs. What a model wrote is evidence here, never markup. */
@NullMarked
package dev.mekiki.reports;

import org.jspecify.annotations.NullMarked;
