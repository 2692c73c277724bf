package io.pannier.messages;

import java.util.List;

/**
 * How the visitors of a placement are divided among its arms. A visitor, who is a shopper or else a
 * session, keeps its arm for as long as salt and shares stay; an arm that grows at the end of the
 * list, or one that is alone, keeps the visitors that it has.
 *
 * @param salt what makes this division independent of every other
 * @param arms beside the control; none for no division
 * @param allocation who decides about the shares
 * @param period counts how often the shares have changed under this salt, so that the same ones
 *     again are another division
 */
public record Split(String salt, List<Arm> arms, Allocation allocation, int period) {
  public static final Split NONE = new Split("", List.of());

  private static final double UNIT = 0x1p-53;

  public Split {
    arms = List.copyOf(arms);
  }

  /** With shares that people decide about. */
  public Split(String salt, List<Arm> arms) {
    this(salt, arms, Allocation.FIXED, 0);
  }

  public Split allocatedBy(Allocation who) {
    return new Split(salt, arms, who, period);
  }

  /** The next period, with other shares of the same arms. */
  public Split reallocated(List<Arm> reshared) {
    return new Split(salt, reshared, allocation, period + 1);
  }

  public boolean divides() {
    return !arms.isEmpty();
  }

  /**
   * Names this division, period and shares and all: what was seen under another one is another
   * experiment. All divisions of one salt begin with {@link #divisions}.
   */
  public String division() {
    StringBuilder division = new StringBuilder(divisions());
    if (period > 0) {
      division.append('#').append(period).append('/');
    }
    for (int arm = 0; arm < arms.size(); arm++) {
      division.append(arm == 0 ? "" : "/").append(arms.get(arm).share());
    }
    return division.toString();
  }

  /** What the names of all divisions of this salt begin with. */
  public String divisions() {
    return salt + "/";
  }

  /** What the arms leave to the placement itself. */
  public Arm control() {
    return Arm.control(Math.max(0, 1 - arms.stream().mapToDouble(Arm::share).sum()));
  }

  /**
   * The arm of a visitor.
   *
   * @param visitor from {@link Keys#visitor}; 0 for nobody known, who is always in the control
   */
  public Arm of(long visitor) {
    if (arms.isEmpty()) {
      return Arm.EVERYBODY;
    }
    if (visitor == 0) {
      return control();
    }
    double place = Keys.draw(salt, visitor) * UNIT;
    for (Arm arm : arms) {
      place -= arm.share();
      if (place < 0) {
        return arm;
      }
    }
    return control();
  }
}
