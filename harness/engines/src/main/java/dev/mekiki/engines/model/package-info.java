/** What a model folder says: its files, config.json and token ids, read as hostile input. */
@NullMarked
package dev.mekiki.engines.model;

import org.jspecify.annotations.NullMarked;
