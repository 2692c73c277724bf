package io.pannier.pluginhost;

import io.pannier.spi.ErrorCode;
import java.time.Instant;

/** The newest failure of a strategy, in whichever shop. */
public record LastFailure(ErrorCode code, Instant at) {}
