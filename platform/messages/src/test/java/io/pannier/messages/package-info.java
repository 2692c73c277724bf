@NullMarked
package io.pannier.messages;

import org.jspecify.annotations.NullMarked;
