package io.pannier.app.cli;

import io.pannier.app.Program;
import io.pannier.app.config.PannierConfig;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;

/** The store of an installation, opened for one command. */
final class OpenStore implements AutoCloseable {
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
  private final Store store;

  OpenStore(Path configFile) {
    this(PannierConfig.read(configFile).store());
  }

  OpenStore(StoreConfig config) {
    try {
      store = Program.await(Store.open(vertx, config));
    } catch (RuntimeException e) {
      Program.await(vertx.close());
      throw e;
    }
  }

  Store store() {
    return store;
  }

  @Override
  public void close() {
    store.close();
    Program.await(vertx.close());
  }
}
