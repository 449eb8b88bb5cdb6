@NullMarked
package dev.mekiki.license.dossier;

import org.jspecify.annotations.NullMarked;
