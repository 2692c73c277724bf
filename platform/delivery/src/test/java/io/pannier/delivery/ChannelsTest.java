package io.pannier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pannier.messages.BundlesComposed;
import io.pannier.messages.OfferRequest;
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
    channels.of(channel("a")).take(request("", -1), answer());
    channels.of(channel("b")).take(request("", -1), answer());
    channels.of(channel("a"));
    channels.of(channel("c"));
    assertThat(channels.size()).isEqualTo(2);
    assertThat(channels.of(channel("a")).offset()).isEqualTo(1);
  }

  @Test
  void whatWasSeenOfAForgottenChannelIsNeverTakenForWhatThereIsNow() {
    Channels.State first = channels.of(channel("a"));
    first.take(request("", -1), answer());
    first.take(request("", -1), answer());
    assertThat(first.remembers(2)).isTrue();
    assertThat(first.remembers(3)).isFalse();
    channels.expire(System.nanoTime() + Duration.ofHours(1).toNanos());

    Channels.State anew = channels.of(channel("a"));
    assertThat(anew).isNotSameAs(first);
    assertThat(anew.remembers(2)).isFalse();
    anew.take(request("", -1), answer());
    assertThat(anew.offset()).isGreaterThan(2);
  }

  @Test
  void anOfferGoesToAllWhoFollowWithTheNewestCartOfEach() {
    channels.subscribe(channel("a"), "one", "to-one");
    channels.subscribe(channel("a"), "other", "to-other");
    Channels.State state = channels.of(channel("a"));
    assertThat(state.take(request("one", 5), answer()))
        .extracting(Channels.Push::address, Channels.Push::cartId, Channels.Push::offset)
        .containsExactlyInAnyOrder(tuple("to-one", 5L, 1L), tuple("to-other", -1L, 1L));
  }

  @Test
  void anAnswerThatWasOvertakenIsNotPushed() {
    channels.subscribe(channel("a"), "one", "to-one");
    Channels.State state = channels.of(channel("a"));
    BundlesComposed snapshot = SampleAnswers.answer("one", -1, Rung.STRATEGY);
    BundlesComposed cart = SampleAnswers.answer("one", 1, Rung.STRATEGY);
    Channels.LastAnswer newest = answer(cart);
    assertThat(state.take(cart.scored().request(), newest)).hasSize(1);
    // It came first, its strategy took longer; told now, it would pass for the answer to cart 1.
    assertThat(state.take(snapshot.scored().request(), answer(snapshot))).isEmpty();
    assertThat(state.last()).isSameAs(newest);
  }

  @Test
  void anAnswerToAConnectionThatIsGoneDoesNotReplaceANewerOne() {
    BundlesComposed before = SampleAnswers.answer("gone", 8, Rung.STRATEGY);
    channels.subscribe(channel("a"), "back", "to-back");
    Channels.State state = channels.of(channel("a"));
    BundlesComposed after = SampleAnswers.answer("back", 9, Rung.STRATEGY);
    state.take(after.scored().request(), answer(after));
    assertThat(state.take(before.scored().request(), answer(before))).isEmpty();
    assertThat(state.offset()).isEqualTo(1);
  }

  @Test
  void whoeverWasOvertakenByAnotherIsToldThatTheNewestOfferAnswersToo() {
    channels.subscribe(channel("a"), "one", "to-one");
    channels.subscribe(channel("a"), "other", "to-other");
    Channels.State state = channels.of(channel("a"));
    BundlesComposed slow = SampleAnswers.answer("one", 3, Rung.STRATEGY);
    BundlesComposed quick = SampleAnswers.answer("other", 1, Rung.STRATEGY);
    Channels.LastAnswer newest = answer(quick);
    state.take(quick.scored().request(), newest);
    assertThat(state.take(slow.scored().request(), answer(slow)))
        .containsExactly(new Channels.Push("to-one", 2, 3, newest.offer()));
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
    channels.of(channel("a")).take(request("", -1), answer());
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

  private static OfferRequest request(String subscriber, long cartId) {
    return SampleAnswers.answer(subscriber, cartId, Rung.STRATEGY).scored().request();
  }

  private static Channels.LastAnswer answer() {
    return answer(SampleAnswers.answer("", -1, Rung.STRATEGY));
  }

  private static Channels.LastAnswer answer(BundlesComposed composed) {
    return Channels.LastAnswer.of(
        composed,
        Buffer.buffer(),
        Buffer.buffer(composed.scored().request().decision().toString()),
        0);
  }
}
