package io.pannier.messages.json;

import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.PannierException;

/**
 * Profiles from JSON: {@code {"shopper": "s-1", "attributes": {"segment": {"value": "gold",
 * "consent": true}}}}. A profile with an attribute to which the shopper did not consent is refused
 * as {@code CONSENT_MISSING}.
 */
public final class ProfileJson {
  private ProfileJson() {}

  /**
   * Reads an array, or a single object.
   *
   * @throws PannierException as {@link EventJson#array}
   */
  public static Parsed<Profile> array(byte[] json, int maxElements) {
    return new JsonDocument<>(new ProfileReader(), json, 0, json.length).array(maxElements);
  }

  /**
   * Reads NDJSON.
   *
   * @throws PannierException {@code BATCH_TOO_LARGE}
   */
  public static Parsed<Profile> lines(byte[] json, int maxElements) {
    return new JsonDocument<>(new ProfileReader(), json, 0, json.length).lines(maxElements);
  }
}
