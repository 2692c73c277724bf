/** Binary forms of what is kept for a replay. They carry a version and never change within it. */
@NullMarked
package io.pannier.messages.codec;

import org.jspecify.annotations.NullMarked;
