package io.pannier.laboratory.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** That scanning finds what parsing would. */
class ServerMessageTest {
  @Test
  void findsTheWordsOfAnOffer() {
    byte[] offer =
        bytes(
            "{\"type\": \"offer\",\"note\":\"\\\"cart\\\":5\",\"cart\": 1234,\"offer\":"
                + "{\"degraded\":true,\"bundles\":[ ]}}");
    assertThat(ServerMessage.type(offer)).isEqualTo("offer");
    assertThat(ServerMessage.cart(offer)).isEqualTo(1234);
    assertThat(ServerMessage.degraded(offer)).isTrue();
    assertThat(ServerMessage.empty(offer)).isTrue();
  }

  @Test
  void aCartThatIsNoNumberIsNotTheCart() {
    assertThat(ServerMessage.cart(bytes("{\"cart\":[],\"x\":{\"cart\":7}}"))).isEqualTo(7);
    assertThat(ServerMessage.cart(bytes("{\"type\":\"offer\"}"))).isEqualTo(-1);
    assertThat(ServerMessage.empty(bytes("{\"bundles\":[{}]}"))).isFalse();
  }

  @Test
  void cutOffMessagesAreNotReadPastTheirEnd() {
    for (String text : new String[] {"", "\"cart\":", "{\"type\":\"off", "{\"bundles\":["}) {
      byte[] message = bytes(text);
      assertThat(ServerMessage.cart(message)).isEqualTo(-1);
      assertThat(ServerMessage.degraded(message)).isFalse();
      assertThat(ServerMessage.type(message)).isIn("", "off");
      assertThat(ServerMessage.number(message, "accepted")).isZero();
      assertThat(ServerMessage.empty(message)).isIn(true, false);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
