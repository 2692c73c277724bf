package io.pannier.store;

import java.time.Instant;

/**
 * Something that somebody did to the installation.
 *
 * @param id grows with every entry
 * @param author name of the account, label of the API key, or {@code pannier} for the program
 * @param action {@code noun.happened}
 * @param shop name of the shop; empty for what belongs to none
 * @param subject name of what was changed
 * @param reason why, in the author's words
 * @param detail JSON object
 */
public record AuditEntry(
    long id,
    Instant at,
    String author,
    String action,
    String shop,
    String subject,
    String reason,
    String detail) {}
