/** Tests of the demo shop's server. */
@NullMarked
package io.pannier.app.demo.shop;

import org.jspecify.annotations.NullMarked;
