package io.pannier.messages.rules;

import io.pannier.spi.ItemSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules made of one request's candidates, and what they still ask of its bundles.
 *
 * @param allowed what may be offered; null for everything
 * @param required every bundle holds an item of each of these
 * @param pinned the first bundle holds one of these where one can; empty for no pin
 * @param warnings why a pin could not be followed, for the caller
 * @param effects for whoever asks to have the offer explained; empty otherwise
 */
public record RuleTrace(
    @Nullable ItemSet allowed,
    List<ItemSet> required,
    ItemSet pinned,
    List<String> warnings,
    List<Effect> effects) {
  public static final RuleTrace NONE =
      new RuleTrace(null, List.of(), ItemSet.none(), List.of(), List.of());

  public RuleTrace {
    required = List.copyOf(required);
    warnings = List.copyOf(warnings);
    effects = List.copyOf(effects);
  }

  /** True where the rules let an item be offered. */
  public boolean allows(int item) {
    return allowed == null || allowed.contains(item);
  }

  /**
   * What one rule did.
   *
   * @param skus some of the products it touched: kept out, put in, or weighed
   * @param touched how many there are of those among the candidates, or would be without the rule
   */
  public record Effect(Rule rule, List<String> skus, int touched) {
    public Effect {
      skus = List.copyOf(skus);
    }
  }
}
