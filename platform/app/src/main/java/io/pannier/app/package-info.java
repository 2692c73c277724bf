/**
 * The program: {@link io.pannier.app.cli.Main} starts a command, {@code Topology} draws the flow.
 */
@NullMarked
package io.pannier.app;

import org.jspecify.annotations.NullMarked;
