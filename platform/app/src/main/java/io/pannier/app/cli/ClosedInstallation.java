package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.app.ShopSetup;
import io.pannier.app.config.PannierConfig;
import io.pannier.gateway.Scopes;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.ApiKey;
import io.pannier.store.ApiKeys;
import io.pannier.store.Store;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Optional;

/**
 * An installation that runs for one command and is open to that command alone: on a free port of
 * the loopback address, without Kafka, with a key that ends with it.
 */
final class ClosedInstallation implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Program program;
  private final ShopAccess access;

  private ClosedInstallation(Program program, ShopAccess access) {
    this.program = program;
    this.access = access;
  }

  /**
   * Starts it.
   *
   * @param shop is made where there is none of that name
   * @param currency of a shop that is made
   * @throws PannierException SHOP_UNKNOWN if there is neither the shop nor a currency
   */
  static ClosedInstallation start(PannierConfig config, String shop, Optional<String> currency) {
    Program program =
        Program.start(config.closed(LOOPBACK), store -> prepared(store, shop, currency));
    try {
      String key = Program.await(program.store().apiKeys().create(shop, "import", Scopes.ALL));
      URI address = URI.create("http://" + LOOPBACK + ":" + program.port());
      return new ClosedInstallation(program, new ShopAccess(address, shop, key));
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private static Future<Shop> prepared(Store store, String shop, Optional<String> currency) {
    Optional<Shop> found = store.shops().find(shop);
    if (found.isPresent()) {
      return Future.succeededFuture(found.get());
    }
    return currency
        .map(code -> ShopSetup.create(store, shop, code))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new PannierException(
                        StandardErrorCode.SHOP_UNKNOWN,
                        "there is no shop '" + shop + "'; to make it, give its --currency")));
  }

  ShopAccess access() {
    return access;
  }

  /** Waits until everything is learned and written down. */
  void settle() {
    Program.await(program.topology().settle());
  }

  @Override
  public void close() {
    ApiKeys keys = program.store().apiKeys();
    try {
      Optional<ApiKey> key = Program.await(keys.authenticate(access.apiKey()));
      key.ifPresent(valid -> Program.await(keys.revoke(valid.id())));
    } finally {
      program.close();
    }
  }
}
