/**
 * What travels: the immutable records that the stages send each other, the addresses they are sent
 * to, and the few figures (metrics, spans) that every stage reports in the same way.
 *
 * <p>Inside a process messages are passed by reference; arrays in them are not copied and must not
 * be written to after sending.
 */
@NullMarked
package io.pannier.messages;

import org.jspecify.annotations.NullMarked;
