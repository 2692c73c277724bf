package io.pannier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.OfferRequest.Channel;
import io.pannier.messages.ProductsPublished;
import io.pannier.messages.Rung;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private final Channels channels =
      new Channels(new DeliveryConfig(Duration.ofMinutes(15), 2, Duration.ofMinutes(30)));

  @Test
  void theChannelLongestUnusedIsForgottenFirst() {
    channels.of(channel("a")).keep(answer());
    channels.of(channel("b")).keep(answer());
    channels.of(channel("a"));
    channels.of(channel("c"));
    assertThat(channels.size()).isEqualTo(2);
    assertThat(channels.of(channel("a")).offset()).isEqualTo(1);
  }

  @Test
  void aChannelThatIsFollowedIsNeverForgotten() {
    channels.subscribe(channel("a"), "socket", "address");
    channels.of(channel("b"));
    channels.of(channel("c"));
    channels.of(channel("d"));
    channels.expire(System.nanoTime() + Duration.ofHours(1).toNanos());
    assertThat(channels.of(channel("a")).subscribers()).containsKey("socket");
  }

  @Test
  void anIdleChannelExpires() {
    channels.of(channel("a")).keep(answer());
    channels.expire(System.nanoTime() + Duration.ofHours(1).toNanos());
    assertThat(channels.size()).isZero();
  }

  @Test
  void anAnswerRemembersTheLargestQuantityOfEachItem() {
    Channels.LastAnswer answer = answer();
    assertThat(answer.items()).containsExactlyInAnyOrder(3, 4);
    assertThat(answer.quantities()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void stockIsWhatWasPublishedLast() {
    StockBook stock = new StockBook();
    stock.update(new ProductsPublished(1, List.of(SampleAnswers.LANTERN)));
    assertThat(stock.holds(1, 3, 10)).isTrue();
    assertThat(stock.holds(1, 3, 11)).isFalse();
    assertThat(stock.holds(2, 3, 1)).isFalse();
    assertThat(stock.holds(1, 999, 1)).isFalse();
  }

  private static Channel channel(String session) {
    return new Channel(1, session, "cart");
  }

  private static Channels.LastAnswer answer() {
    return Channels.LastAnswer.of(
        SampleAnswers.answer("", -1, Rung.STRATEGY), Buffer.buffer(), Buffer.buffer(), 0);
  }
}
