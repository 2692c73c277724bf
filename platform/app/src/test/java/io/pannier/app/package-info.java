@NullMarked
package io.pannier.app;

import org.jspecify.annotations.NullMarked;
