package io.pannier.laboratory.watch;

/** One line that was typed, understood. */
sealed interface WatchCommand {
  /** Puts units into the cart. */
  record Add(String sku, int quantity) implements WatchCommand {}

  /** Takes a line out of the cart. */
  record Remove(String sku) implements WatchCommand {}

  /** Looks titles up. */
  record Search(String text) implements WatchCommand {}

  /** Empties the cart. */
  record Clear() implements WatchCommand {}

  /** Says what can be typed. */
  record Help() implements WatchCommand {}

  /** Ends the program. */
  record Quit() implements WatchCommand {}

  /** An empty line. */
  record Nothing() implements WatchCommand {}

  /** What could not be understood, and why. */
  record Wrong(String message) implements WatchCommand {}

  int MAX_QUANTITY = 100_000;

  /** Reads a line; never fails. */
  static WatchCommand of(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return new Nothing();
    }
    return switch (text) {
      case "clear" -> new Clear();
      case "quit", "exit", "q" -> new Quit();
      case "help", "?" -> new Help();
      default ->
          switch (text.charAt(0)) {
            case '+' -> add(text.substring(1).strip());
            case '-' -> remove(text.substring(1).strip());
            case '?' -> new Search(text.substring(1).strip());
            default -> new Wrong("\"" + text + "\" is no command; +SKU adds it to the cart.");
          };
    };
  }

  private static WatchCommand add(String rest) {
    String[] words = rest.split("\\s+");
    if (rest.isEmpty() || words.length > 2) {
      return new Wrong("expected +SKU or +SKU QUANTITY");
    }
    if (words.length == 1) {
      return new Add(words[0], 1);
    }
    try {
      int quantity = Integer.parseInt(words[1]);
      return quantity >= 1 && quantity <= MAX_QUANTITY
          ? new Add(words[0], quantity)
          : new Wrong("the quantity must lie between 1 and " + MAX_QUANTITY);
    } catch (NumberFormatException e) {
      return new Wrong("the quantity must be a whole number, not \"" + words[1] + "\"");
    }
  }

  private static WatchCommand remove(String rest) {
    return rest.isEmpty() || rest.contains(" ") ? new Wrong("expected -SKU") : new Remove(rest);
  }
}
