/**
 * Loads, verifies, isolates, contains and unloads strategy plugins.
 *
 * <p>A zip that appears in the folder is inspected, verified in a child process, loaded by a class
 * loader that shows it the contract and nothing else of the platform, and offered as a {@link
 * io.pannier.pluginhost.StrategyHandle}. Whoever wants answers takes a {@link
 * io.pannier.pluginhost.StrategySlot}, which follows replacements, or a {@link
 * io.pannier.pluginhost.StrategyInstance} of one version. Each instance has a thread of its own;
 * one watchdog keeps all of them within their deadlines and their memory.
 */
@NullMarked
package io.pannier.pluginhost;

import org.jspecify.annotations.NullMarked;
