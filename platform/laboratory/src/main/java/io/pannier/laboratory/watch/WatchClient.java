package io.pannier.laboratory.watch;

import static io.pannier.spi.StandardErrorCode.FILE_FAILED;
import static io.pannier.spi.StandardErrorCode.STORE_UNAVAILABLE;

import io.pannier.laboratory.load.ShopAccess;
import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A storefront in a terminal: one types SKUs into a cart and sees the offers come.
 *
 * <p>The caller's thread reads what is typed; offers are printed by the connection's event loop. At
 * the end of the input the client waits for the offer to the last cart, so that it works in a pipe.
 */
public final class WatchClient {
  private static final String HELP =
      """
      +SKU [QUANTITY]  put into the cart      -SKU   take out of the cart
      ?TEXT            search titles          clear  empty the cart
      help             these lines            quit   leave
      """;

  private final ShopAccess access;
  private final WatchOptions options;
  private final BufferedReader in;
  private final PrintStream out;
  private final Map<String, Integer> cart = new LinkedHashMap<>();

  public WatchClient(ShopAccess access, WatchOptions options, BufferedReader in, PrintStream out) {
    this.access = access;
    this.options = options;
    this.in = in;
    this.out = out;
  }

  /**
   * Runs until the input ends or {@code quit} is typed.
   *
   * @throws PannierException if the connection cannot be opened or breaks
   */
  public void run() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try {
      WatchSession session = new WatchSession(vertx, access, options, out);
      await(session.open());
      out.println(
          "connected to " + access + ", placement " + options.placement() + "; help says more");
      converse(session);
      await(session.settled());
    } finally {
      await(vertx.close());
    }
  }

  private void converse(WatchSession session) {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        WatchCommand command = WatchCommand.of(line);
        if (command instanceof WatchCommand.Quit || session.broken()) {
          return;
        }
        obey(command, session);
      }
    } catch (IOException e) {
      throw new PannierException(FILE_FAILED, "Cannot read what is typed: " + e, e);
    }
  }

  private void obey(WatchCommand command, WatchSession session) {
    switch (command) {
      case WatchCommand.Add(String sku, int quantity) -> {
        int units =
            (int) Math.min(WatchCommand.MAX_QUANTITY, (long) cart.getOrDefault(sku, 0) + quantity);
        cart.put(sku, units);
        send(session);
      }
      case WatchCommand.Remove(String sku) -> {
        if (cart.remove(sku) == null) {
          out.println(sku + " is not in the cart");
        } else {
          send(session);
        }
      }
      case WatchCommand.Clear() -> {
        cart.clear();
        send(session);
      }
      case WatchCommand.Search(String text) -> await(session.search(text));
      case WatchCommand.Help() -> out.print(HELP);
      case WatchCommand.Wrong(String message) -> out.println(message);
      case WatchCommand.Nothing() -> {}
      case WatchCommand.Quit() -> {}
    }
  }

  private void send(WatchSession session) {
    StringBuilder shown = new StringBuilder("cart:");
    cart.forEach((sku, quantity) -> shown.append(' ').append(quantity).append("×").append(sku));
    out.println(cart.isEmpty() ? "cart: empty" : shown);
    session.cart(cart);
  }

  private void await(Future<Void> future) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PannierException cause) {
        throw cause;
      }
      throw new PannierException(
          STORE_UNAVAILABLE,
          "The connection to " + access + " failed: " + e.getCause() + ". Is the server running?",
          e.getCause());
    } catch (TimeoutException e) {
      throw new PannierException(
          STORE_UNAVAILABLE,
          access + " did not answer within " + options.patience().toSeconds() + " s.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(STORE_UNAVAILABLE, "Interrupted.", e);
    }
  }
}
