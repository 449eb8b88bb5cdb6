/** Configuration becomes a plan: YAML read strictly, every problem collected and told at once. */
@NullMarked
package dev.mekiki.plan;

import org.jspecify.annotations.NullMarked;
