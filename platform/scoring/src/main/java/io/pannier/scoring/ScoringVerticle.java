package io.pannier.scoring;

import io.micrometer.core.instrument.Counter;
import io.pannier.messages.Addresses;
import io.pannier.messages.CandidatesScored;
import io.pannier.messages.ContextBuilt;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.ProductsPublished;
import io.pannier.messages.Rung;
import io.pannier.messages.Telemetry;
import io.pannier.pluginhost.ShadowCalls;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.QuestionText;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.store.Shadows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/** The scoring stage on the event bus: one ladder for each request, one lane for each strategy. */
public final class ScoringVerticle extends VerticleBase {
  private static final long BESTSELLER_INTERVAL_MILLIS = 5_000;

  private final ScoringConfig config;
  private final StrategyDirectory strategies;
  private final Questions questions;
  private final ToIntBiFunction<Integer, String> itemOfSku;
  private final ScoringShadow shadow;
  private final QuestionTexts texts;
  private final Telemetry telemetry;
  private final Telemetry.Stage stage;
  private final Map<Integer, ShopTable> shops = new HashMap<>();
  private final Map<LaneKey, ScoringLane> lanes = new HashMap<>();

  private record LaneKey(int shop, String strategy) {}

  /** What scoring knows of one shop. */
  private static final class ShopTable {
    private CatalogueTable catalogue;
    private final RuleBook rules;
    private Bestsellers bestsellers = Bestsellers.none();
    private long bestsellersVersion;

    private ShopTable(CatalogueTable catalogue, RuleBook rules) {
      this.catalogue = catalogue;
      this.rules = rules;
    }
  }

  /**
   * @param itemOfSku the ordinal of a shop's SKU, or -1
   * @param calls how strategies in shadow are asked
   * @param shadows where it is noted what they say
   * @param texts what texts say to a question
   */
  public ScoringVerticle(
      ScoringConfig config,
      StrategyDirectory strategies,
      ToIntBiFunction<Integer, String> itemOfSku,
      ShadowCalls calls,
      Shadows shadows,
      QuestionTexts texts,
      Telemetry telemetry) {
    this.texts = texts;
    this.config = config;
    this.strategies = strategies;
    this.questions = new Questions(strategies);
    this.itemOfSku = itemOfSku;
    this.shadow = new ScoringShadow(calls, shadows);
    this.telemetry = telemetry;
    this.stage = telemetry.stage("scoring");
  }

  @Override
  public Future<?> start() {
    var bus = vertx.eventBus();
    bus.<ContextBuilt>localConsumer(Addresses.CONTEXT_BUILT, message -> accept(message.body()));
    bus.<ProductsPublished>localConsumer(
        Addresses.PRODUCTS_PUBLISHED, message -> publish(message.body()));
    vertx.setPeriodic(BESTSELLER_INTERVAL_MILLIS, timer -> refreshBestsellers());
    return Future.succeededFuture();
  }

  private void publish(ProductsPublished published) {
    ShopTable shop = shop(published.shop());
    shop.catalogue = shop.catalogue.with(published.products());
    if (shop.bestsellersVersion == 0) {
      shop.bestsellersVersion = -1;
      vertx.runOnContext(next -> refreshBestsellers());
    }
  }

  private void refreshBestsellers() {
    for (ShopTable shop : shops.values()) {
      CatalogueTable catalogue = shop.catalogue;
      if (shop.bestsellersVersion != catalogue.version()) {
        vertx
            .executeBlocking(() -> Bestsellers.of(catalogue), false)
            .onSuccess(
                bestsellers -> {
                  shop.bestsellers = bestsellers;
                  shop.bestsellersVersion = catalogue.version();
                });
      }
    }
  }

  private void accept(ContextBuilt built) {
    OfferRequest request = built.request();
    int shop = request.shop().number();
    if (request.query().isEmpty()) {
      accept(built, new QuestionText("", null, texts.products(shop)));
      return;
    }
    // Half of the strategy's time is for the sentence; then its words must do.
    long wait = (long) ((request.deadlineNanos() - System.nanoTime()) * config.deadlineShare() / 2);
    texts
        .question(shop, request.query())
        .completeOnTimeout(
            new QuestionText(request.query(), null, texts.products(shop)),
            Math.max(0, wait),
            TimeUnit.NANOSECONDS)
        .thenAccept(text -> context.runOnContext(now -> accept(built, text)));
  }

  private void accept(ContextBuilt built, QuestionText text) {
    ShopTable shop = shop(built.request().shop().number());
    shop.rules.applied(
        built, () -> shop.catalogue, rules -> accept(built, text, shop.catalogue, rules));
  }

  private void accept(
      ContextBuilt built, QuestionText text, CatalogueTable catalogue, AppliedRules rules) {
    OfferRequest request = built.request();
    Placement placement = request.placement();
    ScoringContext context =
        new ScoringContext(
            catalogue,
            placement.name(),
            request.cart(),
            request.quantities(),
            built.history(),
            request.now(),
            rules.allowedOf(request.candidates()),
            request.kind() == OfferRequest.Kind.RANK
                ? Math.max(1, request.candidates() == null ? 1 : request.candidates().length)
                : rules.asked(placement.candidates()),
            weights(placement),
            built.profile(),
            text,
            rules.allowed());
    submit(new ScoringTask(built, context, rules, config.search()));
  }

  private static float[] weights(Placement placement) {
    float[] weights = new float[EventType.count()];
    placement
        .eventWeights()
        .forEach((type, weight) -> weights[type.ordinal()] = weight.floatValue());
    return weights;
  }

  private void submit(ScoringTask task) {
    LaneKey key = new LaneKey(task.request().shop().number(), task.strategy());
    ScoringLane lane = lanes.computeIfAbsent(key, this::newLane);
    if (!lane.submit(task)) {
      stepDown(task, Failures.overloaded());
    }
  }

  private ScoringLane newLane(LaneKey key) {
    return new ScoringLane(
        config,
        context,
        strategies.slot(key.shop(), key.strategy()),
        new ScoringLane.Outcome() {
          @Override
          public void scored(ScoringTask task, Ruled answer, @Nullable Lift lift, Scorer scorer) {
            ScoringVerticle.this.scored(task, answer, lift, scorer);
          }

          @Override
          public void failed(ScoringTask task, Throwable cause) {
            stepDown(task, cause);
          }
        });
  }

  private void stepDown(ScoringTask task, Throwable cause) {
    String code = PannierException.codeOf(cause).name();
    task.failures.add(task.strategy() + ": " + code);
    failureCounter(task.strategy(), code).increment();
    nextRung(task);
  }

  private void nextRung(ScoringTask task) {
    boolean another = !task.request().placement().fallback().equals(task.strategy());
    if (!task.fallback && another) {
      task.fallback = true;
      submit(task);
    } else {
      Bestsellers bestsellers = shop(task.request().shop().number()).bestsellers;
      Ruled answer =
          task.context.candidates() == null
              ? Ruled.of(task, bestsellers.answer(task.context), bestsellers::answer)
              : Ruled.of(task, ScoredCandidates.empty(), question -> ScoredCandidates.empty());
      Rung rung = task.failures.isEmpty() ? Rung.STRATEGY : Rung.POPULARITY;
      complement(task, answer, new Scorer(Bestsellers.NAME), rung);
    }
  }

  private void scored(ScoringTask task, Ruled ruled, @Nullable Lift lift, Scorer scorer) {
    ScoredCandidates answer = ruled.answer();
    if (answer.size() == 0 && task.context.text().asked() && !task.fallback) {
      // Nothing is like what was asked, and what sells best would be an answer to something else.
      forward(task, ruled, Lift.none(0), scorer, Rung.STRATEGY);
      return;
    }
    if (answer.size() == 0) {
      // A stranger with an empty cart: nothing failed, the next rung simply knows more.
      nextRung(task);
      return;
    }
    Rung rung = task.fallback && !task.failures.isEmpty() ? Rung.FALLBACK : Rung.STRATEGY;
    if (!task.fallback && !task.context.text().asked()) {
      shadow.compare(task, answer, scorer);
    }
    if (lift != null) {
      forward(task, ruled, lift, scorer, rung);
    } else {
      complement(task, ruled, scorer, rung);
    }
  }

  /**
   * Asks the strategy that knows complementarity, where it is another one than the one that scored.
   */
  private void complement(ScoringTask task, Ruled ruled, Scorer scorer, Rung rung) {
    ScoredCandidates answer = ruled.answer();
    String name = task.request().placement().complementarity();
    if (name.isEmpty() || answer.size() < 2 || task.context.candidates() != null) {
      forward(task, ruled, Lift.none(answer.size()), scorer, rung);
      return;
    }
    long deadline = task.request().arrivedNanos() + afterFallback(task.request());
    strategies
        .slot(task.request().shop().number(), name)
        .call(
            ComplementarityModel.class,
            model -> Lift.of(model, answer, task.context.cart()),
            deadline)
        .whenComplete(
            (lift, failure) ->
                context.runOnContext(
                    done -> {
                      if (failure != null) {
                        task.failures.add(name + ": " + PannierException.codeOf(failure).name());
                        failureCounter(name, PannierException.codeOf(failure).name()).increment();
                      }
                      Lift known = lift == null ? Lift.none(answer.size()) : lift.value();
                      forward(task, ruled, known, scorer, rung);
                    }));
  }

  /** Nanoseconds from the door until complementarity must be known at the latest. */
  private long afterFallback(OfferRequest request) {
    long whole = request.deadlineNanos() - request.arrivedNanos();
    return (long) (whole * Math.min(0.9, 2 * config.deadlineShare() + 0.1));
  }

  private void forward(ScoringTask task, Ruled ruled, Lift lift, Scorer scorer, Rung rung) {
    ScoredCandidates answer = ruled.answer();
    List<Product> products = new ArrayList<>(answer.size());
    List<Product> reasons = new ArrayList<>(answer.size());
    for (int rank = 0; rank < answer.size(); rank++) {
      Product product = task.context.catalogue().product(answer.item(rank));
      if (product == null) {
        throw new IllegalStateException("item " + answer.item(rank) + " left the catalogue");
      }
      Product reason = task.context.catalogue().product(answer.because(rank));
      products.add(product);
      reasons.add(reason == null ? product : reason);
    }
    List<Product> cart = new ArrayList<>(task.context.cart().length);
    for (int item : task.context.cart()) {
      Product product = task.context.catalogue().product(item);
      if (product != null) {
        cart.add(product);
      }
    }
    long now = System.nanoTime();
    vertx
        .eventBus()
        .send(
            Addresses.CANDIDATES_SCORED,
            new CandidatesScored(
                task.request(),
                products,
                answer,
                lift.pairs(),
                lift.withCart(),
                cart,
                reasons,
                scorer.strategy(),
                scorer.model(),
                rung,
                List.copyOf(task.failures),
                task.built.builtNanos(),
                now,
                questions.of(task.request(), task.context, products, cart),
                ruled.trace()));
    stage.done(task.request().trace(), task.built.builtNanos(), now);
  }

  private ShopTable shop(int number) {
    return shops.computeIfAbsent(
        number,
        shop ->
            new ShopTable(
                CatalogueTable.empty(sku -> itemOfSku.applyAsInt(shop, sku)),
                new RuleBook(
                    look -> vertx.executeBlocking(look, false), System::currentTimeMillis)));
  }

  private Counter failureCounter(String strategy, String code) {
    return telemetry.registry().counter("pannier.ladder.steps", "strategy", strategy, "code", code);
  }
}
