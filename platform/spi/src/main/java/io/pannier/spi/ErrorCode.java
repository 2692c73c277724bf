package io.pannier.spi;

/**
 * A permanent identity of an error: the word goes over the wire, the number never changes. A plugin
 * may define codes of its own; the platform's are in {@link StandardErrorCode}.
 */
public interface ErrorCode {
  /** Stable word in upper snake case, for example {@code MONEY_SCALE}. */
  String name();

  /** Stable number; the platform owns 1 to 9999 and gives each kind a thousand. */
  int number();

  ErrorKind kind();
}
