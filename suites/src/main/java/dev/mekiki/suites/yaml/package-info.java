/** YAML with the line of every value, so that all problems of a file can be told at once and where they are. */
@NullMarked
package dev.mekiki.suites.yaml;

import org.jspecify.annotations.NullMarked;
