@NullMarked
package io.pannier.gateway;

import org.jspecify.annotations.NullMarked;
