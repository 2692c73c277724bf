package io.pannier.laboratory.orders;

/**
 * A piece of a source that is sent as one request.
 *
 * @param kind what it holds
 * @param size number of products or events, at least 1
 * @param json UTF-8: a JSON array of products, or events as one JSON object a line; not copied, and
 *     not to be written to
 */
public record Batch(Kind kind, int size, byte[] json) {
  /** The two things that a source holds. */
  public enum Kind {
    PRODUCTS("application/json"),
    EVENTS("application/x-ndjson");

    private final String mediaType;

    Kind(String mediaType) {
      this.mediaType = mediaType;
    }

    /** The media type of {@link Batch#json()}. */
    public String mediaType() {
      return mediaType;
    }
  }
}
