/** The whole program in one process, from the door to the ledger and back. */
@NullMarked
package io.pannier.app.flow;

import org.jspecify.annotations.NullMarked;
