package io.pannier.kernels.api;

/**
 * The items that neighbours are looked for, with their weights: those of the cart with weight 1,
 * and the newest ones that the shopper touched before, which fade with their age. Reused between
 * questions; not thread-safe.
 */
public final class WideSeeds {
  private static final int MOST_OF_CART = 200;
  private static final int MOST_OF_HISTORY = 20;
  private static final double HISTORY_WEIGHT = 0.3;
  private static final double HALF_LIFE_SECONDS = 7 * 86_400.0;

  private final int[] items = new int[MOST_OF_CART + MOST_OF_HISTORY];
  private final float[] weights = new float[items.length];
  private int size;
  private int inCart;

  public void clear() {
    size = 0;
    inCart = 0;
  }

  /** Adds the cart: its last items, −1 for one that is unknown. */
  public void addCart(int[] cart) {
    int room = MOST_OF_CART;
    for (int i = cart.length - 1; i >= 0 && room > 0; i--) {
      if (cart[i] >= 0) {
        items[size] = cart[i];
        weights[size++] = 1;
        room--;
      }
    }
    inCart = size;
  }

  /**
   * Adds an event of the history; call it from the newest to the oldest. An item counts by its
   * newest event.
   *
   * @param item not in the cart
   * @param age seconds since the event
   */
  public void addHistory(int item, long age) {
    if (item < 0 || !room()) {
      return;
    }
    for (int i = inCart; i < size; i++) {
      if (items[i] == item) {
        return;
      }
    }
    items[size] = item;
    weights[size++] = fading(age);
  }

  /** Whether there is room for another item of the history. */
  public boolean room() {
    return size - inCart < MOST_OF_HISTORY;
  }

  /**
   * What an event of the history weighs.
   *
   * @param age seconds
   */
  public static float fading(long age) {
    return (float) (HISTORY_WEIGHT * Math.pow(2, -Math.max(0, age) / HALF_LIFE_SECONDS));
  }

  public int size() {
    return size;
  }

  public int item(int seed) {
    return items[seed];
  }

  public float weight(int seed) {
    return weights[seed];
  }
}
