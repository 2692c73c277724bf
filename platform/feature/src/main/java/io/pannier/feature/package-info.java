/**
 * The second stage: what is known of each shopper and each product. Every piece of state has one
 * owner, a shard, and is a function of the journal alone: snapshots plus replay rebuild it exactly,
 * and the order in which events arrive does not matter.
 */
@NullMarked
package io.pannier.feature;

import org.jspecify.annotations.NullMarked;
