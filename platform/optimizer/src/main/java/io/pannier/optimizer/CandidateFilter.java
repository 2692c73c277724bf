package io.pannier.optimizer;

import io.pannier.messages.CandidatesScored;
import io.pannier.spi.Product;
import io.pannier.spi.Relation;
import io.pannier.spi.ScoredCandidates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out the candidates that no bundle for this cart may hold: what excludes an item of the
 * cart or is excluded by one, and what requires a product that is neither in the cart nor a
 * candidate.
 */
final class CandidateFilter {
  private CandidateFilter() {}

  static CandidatesScored usable(CandidatesScored scored) {
    List<Product> products = scored.products();
    if (products.stream().allMatch(product -> product.relations().isEmpty())
        && scored.cartProducts().stream().allMatch(product -> product.relations().isEmpty())) {
      return scored;
    }
    Set<Integer> inCart = new HashSet<>();
    Set<Integer> excluded = new HashSet<>();
    for (Product product : scored.cartProducts()) {
      inCart.add(product.item());
      for (Relation relation : product.relations()) {
        if (relation.kind() == Relation.Kind.EXCLUDES) {
          excluded.add(relation.item());
        }
      }
    }
    Set<Integer> left = new HashSet<>();
    products.forEach(product -> left.add(product.item()));
    left.removeAll(excluded);
    // Dropping one candidate may leave another without what it requires.
    while (left.removeIf(item -> !allowed(find(products, item), inCart, left))) {}
    return left.size() == products.size() ? scored : keep(scored, left);
  }

  private static Product find(List<Product> products, int item) {
    for (Product product : products) {
      if (product.item() == item) {
        return product;
      }
    }
    throw new IllegalStateException("item " + item + " is not a candidate");
  }

  private static boolean allowed(Product product, Set<Integer> inCart, Set<Integer> left) {
    for (Relation relation : product.relations()) {
      boolean here = inCart.contains(relation.item());
      if (relation.kind() == Relation.Kind.EXCLUDES && here) {
        return false;
      }
      if (relation.kind() == Relation.Kind.REQUIRES && !here && !left.contains(relation.item())) {
        return false;
      }
    }
    return true;
  }

  private static CandidatesScored keep(CandidatesScored scored, Set<Integer> left) {
    int n = scored.products().size();
    int[] kept = new int[left.size()];
    int size = 0;
    for (int i = 0; i < n; i++) {
      if (left.contains(scored.products().get(i).item())) {
        kept[size++] = i;
      }
    }
    List<Product> products = new ArrayList<>(size);
    List<Product> reasons = new ArrayList<>(size);
    int[] items = new int[size];
    float[] scores = new float[size];
    int[] because = new int[size];
    float[] lift = new float[size * size];
    float[] cartLift = new float[size];
    for (int i = 0; i < size; i++) {
      int from = kept[i];
      products.add(scored.products().get(from));
      reasons.add(scored.reasonProducts().get(from));
      items[i] = scored.scores().item(from);
      scores[i] = scored.scores().score(from);
      because[i] = scored.scores().because(from);
      cartLift[i] = scored.cartLift()[from];
      for (int j = 0; j < size; j++) {
        lift[i * size + j] = scored.lift()[from * n + kept[j]];
      }
    }
    return new CandidatesScored(
        scored.request(),
        products,
        new ScoredCandidates(items, scores, because),
        lift,
        cartLift,
        scored.cartProducts(),
        reasons,
        scored.strategy(),
        scored.model(),
        scored.rung(),
        scored.failures(),
        scored.builtNanos(),
        scored.scoredNanos(),
        scored.question(),
        scored.rules());
  }
}
