package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.Arm;
import io.pannier.messages.ContextBuilt;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.TimeOrderedId;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.ShopperHistory;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class RuleBookTest {
  private static final long NOW = 1_000;

  private final SampleRules samples = new SampleRules(new SplittableRandom(3));
  private final CatalogueTable catalogue = samples.catalogue(50);
  private final Rules rules = new Rules(List.of(samples.rule("one", RuleAction.BOOST)));
  private final Deque<Promise<RuleMatches>> looks = new ArrayDeque<>();
  private final List<Callable<RuleMatches>> works = new ArrayList<>();
  private final List<AppliedRules> applied = new ArrayList<>();
  private final RuleBook book =
      new RuleBook(
          work -> {
            works.add(work);
            Promise<RuleMatches> look = Promise.promise();
            looks.add(look);
            return look.future();
          },
          () -> NOW);

  @Test
  void thoseWhoNeedNewRulesWaitForOneLookAndTheNextDoNotWait() throws Exception {
    ask(rules);
    ask(rules);
    assertThat(works).hasSize(1);
    assertThat(applied).isEmpty();
    looks.remove().complete(works.getFirst().call());
    assertThat(applied).hasSize(2).noneMatch(AppliedRules::none);
    ask(rules);
    assertThat(applied).hasSize(3);
    assertThat(works).hasSize(1);
  }

  @Test
  void whereALookFailsNobodyIsAnsweredWithoutRulesAndTheNextRequestLooksAnew() throws Exception {
    ask(rules);
    looks.remove().fail("the worker died");
    assertThat(applied).isEmpty();
    ask(rules);
    assertThat(works).hasSize(2);
    looks.remove().complete(works.getLast().call());
    assertThat(applied).hasSize(1);
  }

  @Test
  void withoutRulesNobodyWaits() {
    ask(Rules.NONE);
    assertThat(applied).singleElement().matches(AppliedRules::none);
    assertThat(works).isEmpty();
  }

  private void ask(Rules asked) {
    OfferRequest request =
        new OfferRequest(
            TimeOrderedId.next(NOW),
            new Shop(1, "shop", "GBP"),
            "ann",
            7,
            "s",
            Placement.standard("cart").withRules(asked),
            new int[0],
            new int[0],
            -1,
            null,
            OfferRequest.Kind.BUNDLES,
            3,
            false,
            NOW,
            0,
            0,
            List.of(),
            "",
            "",
            SpanContext.getInvalid(),
            "",
            Arm.EVERYBODY);
    book.applied(
        new ContextBuilt(request, ShopperHistory.EMPTY, Map.of(), 0),
        () -> catalogue,
        applied::add);
  }
}
