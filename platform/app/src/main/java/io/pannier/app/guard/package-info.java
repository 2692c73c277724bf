/** Takes arms of a placement out of traffic that do harm, without waiting for anybody. */
@NullMarked
package io.pannier.app.guard;

import org.jspecify.annotations.NullMarked;
