/**
 * Merchandising rules: what a shop wants offered first, more, less or never, said of products by
 * their fields. Whoever follows them asks {@link Rules}; nobody interprets one alone.
 */
@NullMarked
package io.pannier.messages.rules;

import org.jspecify.annotations.NullMarked;
