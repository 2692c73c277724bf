package io.pannier.laboratory.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What every split must keep: nothing of the answer is given, in the cart or in the training. */
class ProtocolSplitPropertyTest {
  private static final Protocol WITHIN = new WithinBasket();
  private static final Protocol BUNDLES = new BundleConstruction();

  private static EvaluationTask task(Protocol protocol, Path path, long seed) {
    return protocol.prepare(DataSources.find(path, null), seed, done -> {});
  }

  @Property(tries = 20)
  void onlineRetail(@ForAll long seed) throws IOException {
    Path file = Samples.retail(Files.createTempFile("retail", ".csv"), seed);
    try {
      EvaluationTask task = task(WITHIN, file, seed);
      holds(task);
      // Invoices are numbered in order: 70 before the cut.
      Set<String> orders = orders(task);
      assertThat(orders).hasSize(70).allMatch(order -> Integer.parseInt(order) < 536_070);
      assertThat(task.cases()).hasSize(30);
      assertThat(skus(task)).doesNotContain("777", "POST", "DCGS0003");
      assertThat(task.training().stream().flatMap(List::stream))
          .allMatch(
              line -> line.time() <= task.now() && line.quantity() > 0 && line.price() == 250);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 20)
  void groceries(@ForAll long seed) throws IOException {
    Path file = Samples.groceries(Files.createTempFile("groceries", ".csv"), seed);
    try {
      EvaluationTask task = task(WITHIN, file, seed);
      holds(task);
      assertThat(orders(task)).hasSize(160);
      assertThat(task.cases()).hasSizeBetween(1, 40);
      assertThat(orders(task(WITHIN, file, seed + 1)))
          .as("all draws share the split")
          .isEqualTo(orders(task));
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 20)
  void bundlesOfATestSessionAreNotLearned(@ForAll long seed) throws IOException {
    Path folder = Samples.bundles(Files.createTempDirectory("bundles"), seed);
    EvaluationTask task = task(BUNDLES, folder, seed);
    holds(task);
    Map<String, String> sessionOf = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("session_bundle.csv"))) {
      sessionOf.put("bundle-" + line.split(",")[1], line.split(",")[0]);
    }
    Set<String> learned = new HashSet<>();
    orders(task).forEach(order -> learned.add(Objects.requireNonNull(sessionOf.get(order))));
    assertThat(learned).as("sessions of the training part").hasSize(48);
    long bundlesOfOtherSessions =
        sessionOf.entrySet().stream()
            .filter(e -> e.getKey().matches("bundle-\\d+") && !learned.contains(e.getValue()))
            .count();
    assertThat(task.cases()).hasSize((int) bundlesOfOtherSessions);
    assertThat(orders(task).size() + task.cases().size()).isEqualTo(90);
    for (Path file : DataSources.find(folder, null).files().values()) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  @Example
  void anIntentIsAskedWithAnEmptyCartAndWantsTheWholeBundle() throws IOException {
    Path folder = Samples.bundles(Files.createTempDirectory("bundles"), 3);
    EvaluationTask intents = task(new BundleIntent(), folder, 3);
    EvaluationTask bundles = task(BUNDLES, folder, 3);
    assertThat(orders(intents)).isEqualTo(orders(bundles));
    assertThat(intents.cases()).hasSameSizeAs(bundles.cases());
    for (int i = 0; i < intents.cases().size(); i++) {
      EvaluationCase intent = intents.cases().get(i);
      EvaluationCase bundle = bundles.cases().get(i);
      assertThat(intent.query()).startsWith("Snacks, for session ");
      assertThat(bundle.query()).isEmpty();
      assertThat(intent.cart()).isEmpty();
      assertThat(intent.wanted()).contains(bundle.cart()).contains(bundle.wanted());
    }
  }

  @Example
  void titlesAndCategoriesAreInTheCatalogue() throws IOException {
    Path folder = Samples.bundles(Files.createTempDirectory("bundles"), 1);
    EvaluationTask task = task(BUNDLES, folder, 0);
    Product product = Objects.requireNonNull(task.catalogue().product(0));
    assertThat(product.title()).isEqualTo("Snack, number " + product.sku());
    assertThat(product.category()).isEqualTo("Grocery > Coffee, Tea & Cocoa > Tea");
  }

  private static void holds(EvaluationTask task) {
    for (EvaluationCase asked : task.cases()) {
      assertThat(asked.wanted()).hasSize(1);
      assertThat(asked.cart()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(asked.cart()).doesNotContain(asked.wanted());
      assertThat(Arrays.stream(asked.cart()).mapToObj(task.catalogue()::product))
          .doesNotContainNull();
      Product wanted = task.catalogue().product(asked.wanted()[0]);
      assertThat(Objects.requireNonNull(wanted).available()).isTrue();
    }
    for (int item = 0; item < task.catalogue().size(); item++) {
      Product product = Objects.requireNonNull(task.catalogue().product(item));
      assertThat(task.catalogue().item(product.sku())).isEqualTo(item);
    }
  }

  private static Set<String> orders(EvaluationTask task) {
    return task.training().stream()
        .flatMap(List::stream)
        .map(Observation::order)
        .map(Objects::requireNonNull)
        .collect(Collectors.toSet());
  }

  private static Set<String> skus(EvaluationTask task) {
    Set<String> skus = new HashSet<>();
    for (int item = 0; item < task.catalogue().size(); item++) {
      skus.add(Objects.requireNonNull(task.catalogue().product(item)).sku());
    }
    return skus;
  }
}
