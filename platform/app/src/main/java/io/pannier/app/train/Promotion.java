package io.pannier.app.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.app.Program;
import io.pannier.messages.Shop;
import io.pannier.spi.TrainingOutcome;
import io.pannier.store.ModelRevision;
import io.pannier.store.Models;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The step from a trained model to one that serves: only a model that is better on the data that
 * was held out takes another's place, and what was measured is written down either way.
 */
public final class Promotion {
  private final Models models;
  private final Shop shop;
  private final String strategy;
  private final Optional<ModelRevision> incumbent;

  public Promotion(Models models, Shop shop, String strategy) {
    this.models = models;
    this.shop = shop;
    this.strategy = strategy;
    this.incumbent =
        models.current(shop.number(), strategy).filter(revision -> revision.file() != null);
  }

  /** The model in service, written to a place on disk; empty where there is none. */
  public Optional<Path> incumbent(Path to) {
    return incumbent.map(
        revision -> {
          Program.await(models.copy(revision, to));
          return to;
        });
  }

  /**
   * Puts the model in service if it is better than the one that is, and notes it otherwise.
   *
   * @param trained {@code name@version} of what trained it
   * @return the revision that was made, promoted or not
   */
  public ModelRevision decide(
      TrainingOutcome outcome, Path file, String trained, String author, String reason) {
    ObjectNode verdict = JsonNodeFactory.instance.objectNode();
    verdict
        .put("trainedBy", trained)
        .put("measure", outcome.measure())
        .put("value", outcome.value());
    if (!Double.isNaN(outcome.incumbent())) {
      verdict.put("incumbentValue", outcome.incumbent());
    }
    incumbent.ifPresent(revision -> verdict.put("incumbent", revision.id()));
    ObjectNode figures = verdict.putObject("figures");
    new TreeMap<>(outcome.figures()).forEach(figures::put);
    String why = why(outcome);
    verdict.put("why", why);
    return Program.await(
        outcome.better()
            ? models.promote(shop, strategy, file, verdict.toString(), author, reason)
            : models.refuse(shop, strategy, verdict.toString(), author, reason));
  }

  /** The decision in words. */
  public String why(TrainingOutcome outcome) {
    String measured = String.format(Locale.ROOT, "%s %.4f", outcome.measure(), outcome.value());
    if (Double.isNaN(outcome.incumbent())) {
      return incumbent.isEmpty()
          ? measured + "; there was no model before"
          : measured + "; " + incumbent.get().id() + " could not be measured on the same data";
    }
    String before = incumbent.map(ModelRevision::id).orElse("the model before");
    return String.format(
        Locale.ROOT,
        "%s, %s than %s with %.4f on the same data",
        measured,
        outcome.better() ? "better" : "no better",
        before,
        outcome.incumbent());
  }
}
