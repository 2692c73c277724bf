package io.pannier.store;

import java.time.Instant;

/**
 * A session of the console as it is kept.
 *
 * @param version of the content, from 0; grows with each change
 * @param content JSON object
 * @param expiresAt from then on nobody finds it
 */
public record KeptSession(int version, String content, Instant expiresAt) {}
