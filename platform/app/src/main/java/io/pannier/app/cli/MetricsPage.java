package io.pannier.app.cli;

import io.pannier.laboratory.load.ShopAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** One reading of an installation's metrics in the Prometheus text format. */
record MetricsPage(String text) {
  static MetricsPage of(ShopAccess access) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = URI.create("http://" + access.host() + ":" + access.port() + "/metrics");
      HttpRequest request =
          HttpRequest.newBuilder(page).header("Authorization", "Bearer " + access.apiKey()).build();
      return new MetricsPage(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  /**
   * The value of a metric whose labels are given as the page writes them; 0 where there is none.
   */
  double value(String metricWithLabels) {
    return text.lines()
        .filter(line -> line.startsWith(metricWithLabels + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The sum over all label values of a metric; 0 where there is none. */
  double sum(String metric) {
    return text.lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
