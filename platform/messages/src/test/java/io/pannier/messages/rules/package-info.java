@NullMarked
package io.pannier.messages.rules;

import org.jspecify.annotations.NullMarked;
