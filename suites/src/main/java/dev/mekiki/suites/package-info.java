/** Reads suites written in YAML: shipped ones by name, users' own from files. */
@NullMarked
package dev.mekiki.suites;

import org.jspecify.annotations.NullMarked;
