package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks gzip up to a limit. The server's own decompression unpacks whatever one network read
 * brought before anyone can object, a thousandfold in the worst case; this stops at the limit.
 */
final class CompressedBody {
  private static final int STEP = 16 << 10;

  private CompressedBody() {}

  /**
   * @param limit bytes that {@code packed} may hold
   * @throws PannierException BODY_TOO_LARGE, or MALFORMED_JSON where it is no gzip
   */
  static Buffer unpack(Buffer packed, long limit) {
    Buffer body = Buffer.buffer();
    byte[] step = new byte[STEP];
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.getBytes()))) {
      for (int read = in.read(step); read >= 0; read = in.read(step)) {
        if (body.length() + (long) read > limit) {
          throw BodyReader.tooLarge(limit);
        }
        body.appendBytes(step, 0, read);
      }
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.MALFORMED_JSON, "the body is said to be gzip, but it is not", e);
    }
    return body;
  }
}
