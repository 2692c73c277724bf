package io.pannier.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose word something goes live. Where a shop's changes take two people, the database refuses
 * what has only its author's.
 *
 * @param proposal that a second person approved; null for none
 * @param machine true for the program itself, which takes harm out of service without waiting
 */
public record Mandate(@Nullable UUID proposal, boolean machine) {
  /** The author's alone. */
  public static final Mandate AUTHOR = new Mandate(null, false);

  /** The program's own: guardrails and what moves traffic by figures. */
  public static final Mandate MACHINE = new Mandate(null, true);

  /** A second person's, given in a proposal that the database holds as approved. */
  public static Mandate approved(UUID proposal) {
    return new Mandate(proposal, false);
  }
}
