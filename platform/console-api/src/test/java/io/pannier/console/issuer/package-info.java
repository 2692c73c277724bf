/** A provider of identities for tests, also for those of other rooms. */
@NullMarked
package io.pannier.console.issuer;

import org.jspecify.annotations.NullMarked;
