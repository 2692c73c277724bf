package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RuleMatchesPropertyTest {
  private static final long NOW = 1_000_000_000_000L;

  /** Following a catalogue step by step comes to what a fresh look finds. */
  @Property(tries = 100)
  void followsTheCatalogue(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SampleRules sample = new SampleRules(random);
    Rules rules = sample.rules(1 + random.nextInt(12));
    CatalogueTable catalogue = sample.catalogue(random.nextInt(700));
    RuleMatches followed = RuleMatches.of(rules, catalogue, NOW);
    for (int round = 0; round < 4; round++) {
      List<Product> changed = new ArrayList<>();
      for (int i = random.nextInt(30); i > 0; i--) {
        int item = random.nextInt(catalogue.size() + 20);
        Product known = catalogue.product(item);
        changed.add(
            known != null && random.nextBoolean()
                ? known.withStatistics(ProductStatistics.NONE, random.nextInt(4))
                : sample.product(item));
      }
      catalogue = catalogue.with(changed);
      followed = followed.follow(catalogue, NOW);
      RuleMatches fresh = RuleMatches.of(rules, catalogue, NOW);
      for (int r = 0; r < rules.size(); r++) {
        for (int item = 0; item < catalogue.size(); item++) {
          assertThat(followed.means(r, item)).isEqualTo(fresh.means(r, item));
        }
      }
    }
  }

  @Property(tries = 100)
  void allowsWhatNoRuleExcludesAndAllFiltersInclude(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SampleRules sample = new SampleRules(random);
    Rules rules = sample.rules(1 + random.nextInt(Rules.MAX));
    CatalogueTable catalogue = sample.catalogue(200);
    RuleMatches matches = RuleMatches.of(rules, catalogue, NOW);
    long active = random.nextLong() & (rules.size() == 64 ? -1L : (1L << rules.size()) - 1);
    ItemSet allowed = matches.allowed(active);
    for (int item = 0; item < catalogue.size(); item++) {
      Product product = catalogue.product(item);
      boolean expected = product != null;
      for (int r = 0; product != null && r < rules.size(); r++) {
        Rule rule = rules.rule(r);
        if ((active >>> r & 1) != 0) {
          expected &= rule.action() != RuleAction.EXCLUDE || !rule.means(product, NOW);
          expected &= rule.action() != RuleAction.INCLUDE_ONLY || rule.means(product, NOW);
        }
      }
      if (product != null) {
        assertThat(allowed == null || allowed.contains(item)).isEqualTo(expected);
      }
    }
  }
}
