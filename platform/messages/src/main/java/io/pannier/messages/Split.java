package io.pannier.messages;

import java.util.List;

/**
 * How the visitors of a placement are divided among its arms. A visitor, who is a shopper or else a
 * session, keeps its arm for as long as salt and shares stay; an arm that grows at the end of the
 * list, or one that is alone, keeps the visitors that it has.
 *
 * @param salt what makes this division independent of every other
 * @param arms beside the control; none for no division
 */
public record Split(String salt, List<Arm> arms) {
  public static final Split NONE = new Split("", List.of());

  private static final double UNIT = 0x1p-53;

  public Split {
    arms = List.copyOf(arms);
  }

  public boolean divides() {
    return !arms.isEmpty();
  }

  /** Names this division, shares and all: what was seen under another one is another experiment. */
  public String division() {
    StringBuilder division = new StringBuilder(salt);
    arms.forEach(arm -> division.append('/').append(arm.share()));
    return division.toString();
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
