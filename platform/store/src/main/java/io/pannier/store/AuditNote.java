package io.pannier.store;

/**
 * What the audit log is told.
 *
 * @param author who does it
 * @param action {@code noun.happened}
 * @param shop number of the shop; 0 for what belongs to none
 * @param subject name of what is changed
 * @param reason why, in the author's words
 * @param detail JSON object
 */
public record AuditNote(
    String author, String action, int shop, String subject, String reason, String detail) {
  /** A note without more to say. */
  public AuditNote(String author, String action, int shop, String subject, String reason) {
    this(author, action, shop, subject, reason, "{}");
  }
}
