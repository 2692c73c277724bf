package io.pannier.store;

/**
 * A dead letter under its number.
 *
 * @param id grows with every letter
 */
public record KeptLetter(long id, DeadLetter letter) {}
