package io.pannier.app;

import io.pannier.messages.Shop;
import io.pannier.pluginhost.ModelSource;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.pluginhost.WorkFolder;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.ModelRevision;
import io.pannier.store.Models;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promoted models of all shops as files. A model that is promoted while the program runs, also
 * by another process, is fetched, and its strategy made anew: no restart.
 */
final class ModelRoom implements ModelSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRoom.class);

  private final Models models;
  private final WorkFolder folder;
  private final Map<Key, Model> files = new ConcurrentHashMap<>();

  private record Key(int shop, String strategy) {}

  ModelRoom(Models models) {
    this.models = models;
    try {
      this.folder = WorkFolder.open();
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "the temporary folder cannot be used: " + e, e);
    }
  }

  @Override
  public Optional<Model> model(int shop, String strategy) {
    return Optional.ofNullable(files.get(new Key(shop, strategy)));
  }

  /** Fetches what is promoted; one that cannot be fetched is left out, aloud. */
  Future<Void> fetch(List<Shop> shops) {
    List<Future<?>> fetched = new ArrayList<>();
    for (Shop shop : shops) {
      models.current(shop).forEach(revision -> fetched.add(fetch(shop, revision)));
    }
    return Future.join(fetched).otherwiseEmpty().mapEmpty();
  }

  /**
   * From now on whatever is promoted is fetched and put in service.
   *
   * @param shops whose models may have changed since they were fetched
   */
  void follow(StrategyDirectory strategies, List<Shop> shops) {
    models.onChange((shop, revision) -> replace(shop, revision, strategies));
    for (Shop shop : shops) {
      for (ModelRevision revision : models.current(shop)) {
        boolean known =
            model(shop.number(), revision.strategy())
                .map(model -> model.id().equals(revision.id()))
                .orElse(revision.file() == null);
        if (!known) {
          replace(shop, revision, strategies);
        }
      }
    }
  }

  private void replace(Shop shop, ModelRevision revision, StrategyDirectory strategies) {
    fetch(shop, revision)
        .onSuccess(
            fetched -> {
              LOG.info("shop {} now has the model {}", shop.name(), revision.id());
              strategies.renew(shop.number(), revision.strategy());
            });
  }

  private Future<Void> fetch(Shop shop, ModelRevision revision) {
    Key key = new Key(shop.number(), revision.strategy());
    if (revision.file() == null) {
      files.remove(key);
      return Future.succeededFuture();
    }
    // The file before stays: an instance may still be reading it.
    Path file = folder.next(".model");
    return models
        .copy(revision, file)
        .<Void>map(
            copied -> {
              files.put(key, new Model(revision.id(), file));
              return null;
            })
        .onFailure(
            failure ->
                LOG.error(
                    "shop {} cannot have the model {}; what served goes on",
                    shop.name(),
                    revision.id(),
                    failure));
  }

  @Override
  public void close() {
    folder.close();
  }
}
