package io.pannier.laboratory.load;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a benchmark.
 *
 * @param name as the contract fixes it
 * @param unit such as {@code ms} or {@code x}; empty for a share
 * @param goal what it should be, or null
 * @param peer the same of another product, or null
 */
public record Figure(
    String name, double value, String unit, @Nullable Goal goal, @Nullable Peer peer) {
  /** A bound. */
  public record Goal(Op op, double value) {
    public boolean met(double figure) {
      return switch (op) {
        case AT_LEAST -> figure >= value;
        case AT_MOST -> figure <= value;
        case LESS -> figure < value;
        case MORE -> figure > value;
      };
    }
  }

  /** How a figure is compared with its goal. */
  public enum Op {
    AT_LEAST(">="),
    AT_MOST("<="),
    LESS("<"),
    MORE(">");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** Another product's figure from the same run. */
  public record Peer(String name, String version, double value) {}

  /** A figure without goal and peer. */
  public static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, null, null);
  }

  public Figure atLeast(double bound) {
    return new Figure(name, value, unit, new Goal(Op.AT_LEAST, bound), peer);
  }

  public Figure atMost(double bound) {
    return new Figure(name, value, unit, new Goal(Op.AT_MOST, bound), peer);
  }

  public Figure lessThan(double bound) {
    return new Figure(name, value, unit, new Goal(Op.LESS, bound), peer);
  }

  public Figure beside(String peerName, String version, double peerValue) {
    return new Figure(name, value, unit, goal, new Peer(peerName, version, peerValue));
  }

  /** True unless there is a goal that is missed. */
  public boolean met() {
    return goal == null || goal.met(value);
  }
}
