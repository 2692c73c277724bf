package io.pannier.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.app.Logs;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.load.SkuPopularity;
import io.pannier.laboratory.load.SlowReaders;
import io.pannier.laboratory.load.StorefrontLoad;
import io.pannier.laboratory.load.StorefrontLoadConfig;
import io.pannier.laboratory.load.StorefrontResult;
import io.pannier.laboratory.load.StorefrontTrial;
import io.pannier.laboratory.load.StorefrontTrial.Restart;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.store.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small version of {@code bench storefront}: subscribers whose connections are cut, whose
 * server is killed, and who do not read.
 */
class StorefrontLoadIT {
  private static final int SUBSCRIBERS = 200;
  private static final int CHANGES_PER_SECOND = 50;
  private static final int CUTS = 50;
  private static final int SLOW_READERS = 5;
  private static final long SEED = 1;

  /** The server's own limit, and the time until the buffers on the way are full. */
  private static final Duration SLOW_LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  private Path data = Path.of("");
  private List<SubjectProcess> subjects = List.of();
  private SkuPopularity popularity = new SkuPopularity(Map.of("none", 1));

  @BeforeEach
  void drawCartsFromTheShopsPast() throws IOException {
    Logs.forPeople(false);
    data = Files.createDirectory(folder.resolve("data"));
    try (OrderSource past = CrashSubject.past()) {
      popularity = SkuPopularity.of(past);
    }
  }

  @AfterEach
  void endTheProgramAndTheDatabaseThatOutlivesIt() throws Exception {
    for (SubjectProcess subject : subjects) {
      subject.kill();
    }
    EmbeddedPostgres.start(data).close();
  }

  @Test
  void noOfferIsLostOrStaleAndNobodyIsWaitedFor() throws Exception {
    ShopAccess access = start(0);
    StorefrontLoadConfig config = StorefrontLoadConfig.of(SUBSCRIBERS, SEED);
    try (StorefrontLoad load = StorefrontLoad.open(access, config, popularity)) {
      Restart kill =
          new Restart("", 0.4, () -> subjects.getLast().kill(), () -> start(access.port()));
      StorefrontResult result =
          load.run(
              new StorefrontTrial(CHANGES_PER_SECOND, Duration.ofSeconds(20), CUTS, List.of(kill)));
      System.out.println("storefront: " + result);
      assertThat(result.lost()).as("lost").isZero();
      assertThat(result.stale()).as("stale").isZero();
      assertThat(result.backwards()).as("offsets that went back").isZero();
      assertThat(result.errors()).isEmpty();
      assertThat(result.answered()).isEqualTo(result.changes());
      assertThat(result.changes()).isGreaterThanOrEqualTo(20L * CHANGES_PER_SECOND);
      assertThat(result.cuts()).isEqualTo(CUTS);
      // Who was cut is remembered; who met the new program could not be.
      assertThat(result.resumed()).isPositive();
      assertThat(result.forgotten()).isZero();
      assertThat(result.restarted()).isGreaterThanOrEqualTo(SUBSCRIBERS);
    }
    whoDoesNotReadIsClosed(access);
  }

  private void whoDoesNotReadIsClosed(ShopAccess access) throws Exception {
    StorefrontLoadConfig config = StorefrontLoadConfig.of(SLOW_READERS, SEED);
    try (SlowReaders readers = SlowReaders.open(access, config, popularity)) {
      readers.begin();
      String all = "pannier_gateway_closed_total{reason=\"SLOW_READER\"} " + SLOW_READERS + ".0";
      long deadline = System.nanoTime() + SLOW_LIMIT.toNanos();
      String page = metrics(access);
      while (!page.contains(all) && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(250);
        page = metrics(access);
      }
      assertThat(page).contains(all);
    }
  }

  /** Starts the program on a port, 0 for any, and waits until it serves. */
  private ShopAccess start(int port) throws IOException {
    SubjectProcess subject = SubjectProcess.start(data, port);
    subjects = List.of(subject);
    return subject.awaitReady();
  }

  private static String metrics(ShopAccess access) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = access.server().resolve("/metrics");
      return http.send(
              HttpRequest.newBuilder(page)
                  .header("Authorization", "Bearer " + access.apiKey())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
