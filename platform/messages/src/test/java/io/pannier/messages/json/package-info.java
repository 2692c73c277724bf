@NullMarked
package io.pannier.messages.json;

import org.jspecify.annotations.NullMarked;
