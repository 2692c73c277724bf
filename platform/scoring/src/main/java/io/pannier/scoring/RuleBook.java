package io.pannier.scoring;

import io.pannier.messages.ContextBuilt;
import io.pannier.messages.Placement;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.Product;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rules of one shop's placements mean, kept ready. Rules that are new are looked up on a
 * worker while the requests that need them wait: no request is answered without its rules. Confined
 * to the scoring verticle.
 */
final class RuleBook {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

  /** How exactly a product's age is known, for rules that go by it. */
  private static final long AGES_MILLIS = Duration.ofMinutes(10).toMillis();

  private final Worker worker;
  private final LongSupplier clock;
  private final Map<String, Entry> placements = new HashMap<>();

  /** Runs what takes a while; completes on the verticle's context. */
  interface Worker {
    Future<RuleMatches> run(Callable<RuleMatches> look);
  }

  /** The rules of one placement. */
  private static final class Entry {
    private Rules rules;
    private @Nullable RuleMatches matches;
    private final List<Consumer<RuleMatches>> waiting = new ArrayList<>();

    private Entry(Rules rules) {
      this.rules = rules;
    }
  }

  /**
   * @param clock milliseconds since the epoch
   */
  RuleBook(Worker worker, LongSupplier clock) {
    this.worker = worker;
    this.clock = clock;
  }

  /** Hands on the rules that hold for a request: at once where they are known. */
  void applied(
      ContextBuilt built, Supplier<CatalogueTable> catalogue, Consumer<AppliedRules> then) {
    Placement placement = built.request().placement();
    if (placement.rules().none()) {
      then.accept(AppliedRules.NONE);
      return;
    }
    matches(placement, catalogue, matches -> then.accept(applied(built, matches, catalogue.get())));
  }

  private static AppliedRules applied(
      ContextBuilt built, RuleMatches matches, CatalogueTable catalogue) {
    List<Product> cart = new ArrayList<>(built.request().cart().length);
    for (int item : built.request().cart()) {
      Product product = catalogue.product(item);
      if (product != null) {
        cart.add(product);
      }
    }
    long active = matches.rules().active(cart, built.profile(), built.request().now());
    return active == 0 ? AppliedRules.NONE : new AppliedRules(matches, active);
  }

  private void matches(
      Placement placement, Supplier<CatalogueTable> catalogue, Consumer<RuleMatches> then) {
    Entry entry = entry(placement);
    RuleMatches matches = entry.matches;
    if (matches == null) {
      entry.waiting.add(then);
      if (entry.waiting.size() == 1) {
        look(entry, catalogue);
      }
      return;
    }
    long now = clock.getAsLong();
    RuleMatches current = matches.follow(catalogue.get(), now);
    entry.matches = current;
    if (entry.rules.age() && now - current.madeAt() > AGES_MILLIS && entry.waiting.isEmpty()) {
      entry.waiting.add(renewed -> {});
      look(entry, catalogue);
    }
    then.accept(current);
  }

  /** The same rules in a later revision are the same to look up. */
  private Entry entry(Placement placement) {
    Entry entry = placements.get(placement.name());
    if (entry == null || !same(entry.rules, placement.rules())) {
      entry = new Entry(placement.rules());
      placements.put(placement.name(), entry);
    }
    entry.rules = placement.rules();
    return entry;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Rules one, Rules other) {
    return one == other || one.equals(other);
  }

  private void look(Entry entry, Supplier<CatalogueTable> catalogue) {
    CatalogueTable table = catalogue.get();
    Rules rules = entry.rules;
    long now = clock.getAsLong();
    worker
        .run(() -> RuleMatches.of(rules, table, now))
        .onSuccess(
            found -> {
              RuleMatches current = found.follow(catalogue.get(), clock.getAsLong());
              entry.matches = current;
              List<Consumer<RuleMatches>> waiting = List.copyOf(entry.waiting);
              entry.waiting.clear();
              waiting.forEach(next -> next.accept(current));
            })
        .onFailure(
            e -> {
              // Those who wait run into their deadline; whoever comes next has them looked up anew.
              LOG.error("rules could not be looked up; nothing is offered without them", e);
              entry.waiting.clear();
            });
  }
}
