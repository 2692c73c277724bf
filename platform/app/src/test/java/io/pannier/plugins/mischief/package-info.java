/** A plugin of strategies that break their contract, each in a way of its own. */
@NullMarked
package io.pannier.plugins.mischief;

import org.jspecify.annotations.NullMarked;
