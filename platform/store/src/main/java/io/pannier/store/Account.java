package io.pannier.store;

import java.time.Instant;

/**
 * A person who may enter the installation.
 *
 * @param name what the person signs in with
 * @param disabled true for one who may no longer enter; the name stays taken, because what was done
 *     under it is on record
 * @param version grows with every change; what was opened under an earlier one ends
 */
public record Account(String name, Role role, Instant created, boolean disabled, long version) {}
