package io.pannier.console;

import io.pannier.messages.LocalCodec;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.vertx.core.Vertx;

/** A process of the rig's installation with nothing in common with others but the database. */
final class ConsoleProcess implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final Store store;
  final ConsoleDoor door;

  ConsoleProcess(ConsoleRig rig, StoreConfig database) {
    LocalCodec.register(vertx);
    store = ConsoleRig.await(Store.open(vertx, database));
    door = new ConsoleDoor(vertx, store, ConsoleConfig.defaults(), rig.ports(store));
  }

  String address() {
    return door.address;
  }

  @Override
  public void close() {
    door.close();
    store.close();
    ConsoleRig.await(vertx.close());
  }
}
