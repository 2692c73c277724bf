@NullMarked
package io.pannier.optimizer;

import org.jspecify.annotations.NullMarked;
