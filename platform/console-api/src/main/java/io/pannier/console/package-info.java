/**
 * What the web console calls. {@link io.pannier.console.AdminRouter} draws every call with the role
 * that it needs; {@link io.pannier.console.ConsoleSessions} knows who is signed in.
 *
 * <p>It sees the store, speaks to the flow by messages like the gateway, and knows no stage. What
 * only the program can do comes through {@link io.pannier.console.ConsolePorts}.
 */
@NullMarked
package io.pannier.console;

import org.jspecify.annotations.NullMarked;
