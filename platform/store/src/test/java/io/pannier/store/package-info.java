@NullMarked
package io.pannier.store;

import org.jspecify.annotations.NullMarked;
