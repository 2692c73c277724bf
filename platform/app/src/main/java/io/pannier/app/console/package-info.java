/** What the program lends to the console: the health of strategies, replays, plugins. */
@NullMarked
package io.pannier.app.console;

import org.jspecify.annotations.NullMarked;
