package io.pannier.laboratory.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a trial with storefront subscribers measured.
 *
 * @param changesPerSecond changes of carts that were due in a second, all answered in the end
 *     unless {@code lost} says otherwise
 * @param p50Millis from the moment at which a change was due to its offer's arrival, over the
 *     changes whose connection stood all the while
 * @param maxMillis the same over all changes, those of lost connections included
 * @param undisturbed changes behind the percentiles
 * @param lost answers that a connected subscriber waited for in vain, and subscribers without an
 *     offer for their newest cart at the end
 * @param stale offers for an older cart that a subscriber had to take for the newest one's
 * @param backwards offsets that did not grow within an epoch
 * @param cuts connections that were ended by a TCP reset
 * @param connections that were accepted, first ones included
 * @param resumed reconnections that were told {@code recovered: true}
 * @param forgotten reconnections to the same epoch that got a snapshot
 * @param restarted reconnections that got a snapshot of a new epoch
 * @param restarts by figure's name, seconds
 * @param errors by what was broken
 */
public record StorefrontResult(
    int subscribers,
    double changesPerSecond,
    long changes,
    long answered,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    long undisturbed,
    long lost,
    long stale,
    long backwards,
    long cuts,
    long connections,
    long resumed,
    long forgotten,
    long restarted,
    Map<String, Double> restarts,
    Map<String, Long> errors) {
  public StorefrontResult {
    restarts = Map.copyOf(restarts);
    errors = Map.copyOf(errors);
  }

  /** The figures of {@code bench storefront} that the subscribers alone can tell. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("subscribers", subscribers, ""));
    figures.add(Figure.of("cart-changes-per-second", changesPerSecond, "1/s"));
    figures.add(Figure.of("offer-p50-millis", p50Millis, "ms"));
    figures.add(Figure.of("offer-p99-millis", p99Millis, "ms"));
    figures.add(Figure.of("offer-max-millis", maxMillis, "ms"));
    figures.add(Figure.of("lost-offers", (double) lost, "").atMost(0));
    figures.add(Figure.of("stale-offers", (double) stale, "").atMost(0));
    figures.add(Figure.of("offsets-backwards", (double) backwards, "").atMost(0));
    figures.add(Figure.of("disconnects", (double) cuts, ""));
    if (resumed + forgotten > 0) {
      figures.add(Figure.of("resumed-share", (double) resumed / (resumed + forgotten), ""));
    }
    restarts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> figures.add(Figure.of(one.getKey(), one.getValue(), "s")));
    return figures;
  }
}
