@NullMarked
package io.pannier.scoring;

import org.jspecify.annotations.NullMarked;
