@NullMarked
package io.pannier.delivery;

import org.jspecify.annotations.NullMarked;
