@NullMarked
package io.pannier.messages.codec;

import org.jspecify.annotations.NullMarked;
