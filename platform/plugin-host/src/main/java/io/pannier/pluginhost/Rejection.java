package io.pannier.pluginhost;

import io.pannier.spi.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A zip that was not let in.
 *
 * @param reason what is wrong with it, in words
 */
public record Rejection(Path zip, ErrorCode code, String reason, Instant since) {}
