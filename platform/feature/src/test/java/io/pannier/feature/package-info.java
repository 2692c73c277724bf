@NullMarked
package io.pannier.feature;

import org.jspecify.annotations.NullMarked;
