package io.pannier.scoring;

import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingContext.Named;
import io.pannier.spi.Capability;
import io.pannier.spi.Product;
import io.pannier.spi.ScoringContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hands questions on to the bundling strategies that know what to make of them. */
final class Questions {
  private static final List<Capability> ASKING = List.of(Capability.SCORING, Capability.BUNDLING);

  private final StrategyDirectory strategies;

  Questions(StrategyDirectory strategies) {
    this.strategies = strategies;
  }

  /**
   * The question, where a bundling strategy of the placement, serving or in shadow, scores products
   * as well; else none, which costs nothing and takes no room in the ledger.
   *
   * @param candidates that were scored
   * @param cart what of the cart is published
   */
  BundlingContext of(
      OfferRequest request, ScoringContext context, List<Product> candidates, List<Product> cart) {
    Placement placement = request.placement();
    int shop = request.shop().number();
    boolean asked =
        asks(shop, placement.bundling())
            || placement.shadow().stream().anyMatch(name -> asks(shop, name));
    return asked ? of(context, candidates, cart) : BundlingContext.NONE;
  }

  private boolean asks(int shop, String strategy) {
    return strategies
        .slot(shop, strategy)
        .current()
        .filter(instance -> instance.descriptor().capabilities().containsAll(ASKING))
        .isPresent();
  }

  static BundlingContext of(ScoringContext context, List<Product> candidates, List<Product> cart) {
    List<Named> named = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    candidates.forEach(product -> name(product, seen, named));
    cart.forEach(product -> name(product, seen, named));
    for (int item : context.history().items()) {
      Product product = context.catalogue().product(item);
      if (product != null) {
        name(product, seen, named);
      }
    }
    return new BundlingContext(named, context.cart(), context.history(), context.now());
  }

  private static void name(Product product, Set<Integer> seen, List<Named> named) {
    if (seen.add(product.item())) {
      named.add(new Named(product.item(), product.sku(), product.category(), product.price()));
    }
  }
}
