package io.pannier.gateway;

/**
 * Why the gateway closes a storefront connection; the numbers are part of the AsyncAPI document.
 */
enum CloseCode {
  /** The installation stops; connect again. */
  GOING_AWAY(1001),
  /** A message was larger than allowed. */
  MESSAGE_TOO_LARGE(1009),
  /** A defect of the installation. */
  INTERNAL_ERROR(1011),
  /** {@code connect} did not come first, or came twice. */
  CONNECT_FIRST(4000),
  /** The token is not of this installation. */
  TOKEN_INVALID(4001),
  /** The token expired and was not refreshed. */
  TOKEN_EXPIRED(4002),
  /** The token is of somebody else, or its shop is gone. */
  FORBIDDEN(4003),
  /** {@code connect} did not come in time. */
  CONNECT_TIMEOUT(4004),
  /** The peer does not read what it is sent. */
  SLOW_READER(4005),
  /** The peer was silent for two heartbeats. */
  SILENT(4006),
  /** The peer kept sending past its rate. */
  RATE_LIMITED(4007);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  short number() {
    return (short) number;
  }
}
