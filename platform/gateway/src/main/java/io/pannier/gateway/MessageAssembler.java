package io.pannier.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a message together, up to a limit. Bytes, not text: a character may be cut in
 * two by the border of a frame.
 */
final class MessageAssembler {
  private int limit;
  private @Nullable Buffer begun;

  /**
   * @param limit bytes of a message
   */
  MessageAssembler(int limit) {
    this.limit = limit;
  }

  void limit(int newLimit) {
    limit = newLimit;
  }

  /** True when the frame would make its message too large; it is then not taken. */
  boolean exceeds(WebSocketFrame frame) {
    int before = begun == null ? 0 : begun.length();
    return before + frame.binaryData().length() > limit;
  }

  /** Takes a data frame; the whole message when this was its last, else null. */
  @Nullable Buffer add(WebSocketFrame frame) {
    Buffer data = frame.binaryData();
    Buffer message = begun == null ? data : begun.appendBuffer(data);
    if (frame.isFinal()) {
      begun = null;
      return message;
    }
    begun = begun == null ? Buffer.buffer().appendBuffer(data) : begun;
    return null;
  }
}
