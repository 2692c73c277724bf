/** Everything on one machine: the installation that {@code demo} makes of a data folder. */
@NullMarked
package io.pannier.app.demo;

import org.jspecify.annotations.NullMarked;
