/** This process among those that share its database. */
@NullMarked
package io.pannier.app.node;

import org.jspecify.annotations.NullMarked;
