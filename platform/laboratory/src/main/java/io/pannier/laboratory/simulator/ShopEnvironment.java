package io.pannier.laboratory.simulator;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.LiveShopper.Reaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A day in a fitted shop. An episode is a number of sessions, one after the other, that sell from
 * the same stock. In a session a shopper fills a cart with what the model of {@link FittedShop}
 * says, in a few helpings; after each helping an offer is shown, and the shopper answers it as
 * {@link LiveShopper} says: by latent taste, complements in bundle and cart, price, position and
 * the fatigue that ignored offers leave. At most one bundle of an offer is bought; it goes into the
 * cart, and its units are gone. What is in the cart otherwise is sold too, but is no reward.
 *
 * <p>A shopper keeps his fatigue through an episode. The chance of what happens to an offer depends
 * on the seed, the session and the offer, and not on earlier draws, so that two policies that are
 * played with the same seeds meet the same shoppers with the same carts and the same luck.
 */
public final class ShopEnvironment implements Environment<ShopState, List<Offered>> {
  private final FittedShop shop;
  private final Config config;
  private final List<ProductLine> products;
  private final Map<Integer, LiveShopper> met = new HashMap<>();
  private long seed;
  private int session;
  private int offer;
  private int steps;
  private int shopper;
  private int[] wishes = {};
  private int[] stock = {};
  private final List<Integer> cart = new ArrayList<>();
  private boolean over = true;

  /**
   * What an episode is like.
   *
   * @param sessions of an episode; when they are over it terminates
   * @param offers shown in a session
   * @param most products that a shopper comes for at the most
   * @param stockShare share of the catalogue's stock that is there at the beginning, rounded up
   * @param mostSteps offers after which an episode is truncated
   */
  public record Config(int sessions, int offers, int most, double stockShare, int mostSteps) {
    public Config {
      if (sessions < 1 || offers < 1 || most < 1 || !(stockShare > 0) || mostSteps < 1) {
        throw new IllegalArgumentException("an episode needs sessions, offers, wishes and stock");
      }
    }
  }

  public ShopEnvironment(FittedShop shop, Config config) {
    this.shop = shop;
    this.config = config;
    this.products = shop.truth().products();
  }

  @Override
  public ShopState reset(long newSeed) {
    seed = newSeed;
    session = -1;
    steps = 0;
    over = false;
    met.clear();
    stock = new int[products.size()];
    for (int p = 0; p < stock.length; p++) {
      stock[p] = (int) Math.ceil(products.get(p).stock() * config.stockShare());
    }
    nextSession();
    return state();
  }

  @Override
  public Step<ShopState> step(List<Offered> offered) {
    if (over) {
      throw new IllegalStateException("the episode has ended; reset begins another");
    }
    offered.forEach(this::check);
    Reward reward = show(offered);
    steps++;
    offer++;
    if (offer == config.offers()) {
      nextSession();
    } else {
      helping();
    }
    boolean terminated = session == config.sessions();
    boolean truncated = !terminated && steps == config.mostSteps();
    over = terminated || truncated;
    return new Step<>(state(), reward, terminated, truncated);
  }

  private void check(Offered bundle) {
    for (int k = 0; k < bundle.products().length; k++) {
      int product = bundle.products()[k];
      if (bundle.quantities()[k] > stock[product] || cart.contains(product)) {
        throw new IllegalArgumentException(
            products.get(product).sku() + " is in the cart, or is not there that often");
      }
    }
  }

  private Reward show(List<Offered> offered) {
    LiveShopper person =
        met.computeIfAbsent(shopper, number -> new LiveShopper(shop.truth(), shop.seed(), number));
    SplittableRandom luck = Draws.stream(seed, 13, (long) session * config.offers() + offer);
    List<String> inCart = cart.stream().map(p -> products.get(p).sku()).toList();
    int clicks = 0;
    for (int position = 0; position < offered.size(); position++) {
      Offered bundle = offered.get(position);
      Reaction reaction = person.react(shown(bundle, position), inCart, luck.nextDouble());
      clicks += reaction == Reaction.CLICKED || reaction == Reaction.ACCEPTED ? 1 : 0;
      if (reaction == Reaction.ACCEPTED) {
        return sell(bundle, position, clicks);
      }
    }
    return new Reward(clicks, -1, 0, 0);
  }

  private ShownBundle shown(Offered bundle, int position) {
    List<String> skus = new ArrayList<>();
    for (int product : bundle.products()) {
      skus.add(products.get(product).sku());
    }
    long list = list(bundle);
    return new ShownBundle(position, skus, list, list - bundle.discount());
  }

  private long list(Offered bundle) {
    long sum = 0;
    for (int k = 0; k < bundle.products().length; k++) {
      sum += products.get(bundle.products()[k]).price() * bundle.quantities()[k];
    }
    return sum;
  }

  private Reward sell(Offered bundle, int position, int clicks) {
    long cost = 0;
    for (int k = 0; k < bundle.products().length; k++) {
      int product = bundle.products()[k];
      cost += products.get(product).cost() * bundle.quantities()[k];
      stock[product] -= bundle.quantities()[k];
      cart.add(product);
    }
    long revenue = list(bundle) - bundle.discount();
    return new Reward(clicks, position, revenue, revenue - cost);
  }

  private void nextSession() {
    session++;
    offer = 0;
    cart.clear();
    if (session < config.sessions()) {
      SplittableRandom random = Draws.stream(seed, 12, session);
      shopper = shop.shopper(random);
      wishes = shop.visit(shopper, config.most(), random);
      helping();
    }
  }

  /** Puts the next part of the wishes into the cart, as far as they are there. */
  private void helping() {
    int from = wishes.length * offer / config.offers();
    int to = wishes.length * (offer + 1) / config.offers();
    // The first helping is never empty: an offer answers a cart.
    for (int k = offer == 0 ? 0 : Math.max(from, 1); k < (offer == 0 ? Math.max(1, to) : to); k++) {
      int product = wishes[k];
      if (stock[product] > 0 && !cart.contains(product)) {
        cart.add(product);
        stock[product]--;
      }
    }
  }

  private ShopState state() {
    return new ShopState(session, shopper, offer, cart, stock.clone());
  }
}
