/**
 * JSON in, messages out: streaming readers that check every field against the contract.
 *
 * <p>A reader takes bytes and never builds a tree. A bad element is told with its place, its code
 * and a reason, and the others are kept; only a document that is no JSON fails as a whole. What is
 * not known is kept too, because the payload of an element is the very slice of text that was sent.
 */
@NullMarked
package io.pannier.messages.json;

import org.jspecify.annotations.NullMarked;
