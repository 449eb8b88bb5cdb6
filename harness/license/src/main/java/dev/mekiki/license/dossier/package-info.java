/** What a model's own files say about it, put together; nothing of the model is run, and weights are not read beyond their headers. */
@NullMarked
package dev.mekiki.license.dossier;

import org.jspecify.annotations.NullMarked;
