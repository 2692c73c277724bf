package io.pannier.messages;

import java.util.List;
import java.util.Map;

/**
 * Profile attributes of shoppers, each with its consent; {@code indexes} as in {@link
 * EventsSubmitted}.
 */
public record ShoppersSubmitted(Shop shop, List<Profile> profiles, int[] indexes)
    implements Message {
  /**
   * @param attributes only those that the shopper consented to
   * @param payload the JSON object as it was sent
   */
  public record Profile(String shopper, Map<String, String> attributes, String payload) {
    public Profile {
      attributes = Map.copyOf(attributes);
    }
  }
}
