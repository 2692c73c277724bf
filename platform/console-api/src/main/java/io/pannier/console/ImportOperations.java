package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.ImportJob;
import io.pannier.store.ImportJobs;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Catalogues and past orders as files, read in the background. */
final class ImportOperations {
  private static final Set<String> FILES =
      Set.of(
          "text/csv",
          "application/x-ndjson",
          "application/json",
          "application/gzip",
          "application/x-gzip",
          "application/octet-stream");
  private static final int SHOWN = 50;
  private static final int LONGEST_NAME = 200;

  private final ImportJobs jobs;
  private final ImportRun run;
  private final Upload upload;

  ImportOperations(ImportJobs jobs, ImportRun run, Upload upload) {
    this.jobs = jobs;
    this.run = run;
    this.upload = upload;
  }

  Future<Answer> start(AdminCall call) {
    Shop shop = call.shop();
    String format = call.query("format");
    String given = call.query("file");
    String file = given.length() > LONGEST_NAME ? given.substring(0, LONGEST_NAME) : given;
    if (!OrderFormats.names().contains(format)) {
      throw new PannierException(
          StandardErrorCode.FORMAT_UNKNOWN,
          "unknown format `" + format + "`; known are " + String.join(", ", OrderFormats.names()));
    }
    return upload
        .receive(call.ctx().request(), FILES, ".import")
        .compose(
            path ->
                jobs.start(shop, file, format, call.author())
                    .map(
                        id -> {
                          run.begin(shop, id, format, path);
                          return Answer.json(202, new JsonObject().put("id", id.toString()));
                        }));
  }

  Future<Answer> list(AdminCall call) {
    return jobs.list(call.shop(), SHOWN)
        .map(
            found -> {
              JsonArray all = new JsonArray();
              found.forEach(job -> all.add(json(job)));
              return Answer.json(200, new JsonObject().put("imports", all));
            });
  }

  private static JsonObject json(ImportJob job) {
    return new JsonObject()
        .put("id", job.id().toString())
        .put("file", job.file().isEmpty() ? null : job.file())
        .put("format", job.format())
        .put("author", job.author())
        .put("state", job.state())
        .put("lines", job.lines())
        .put("accepted", job.accepted())
        .put("rejected", job.rejected())
        .put("error", job.error().isEmpty() ? null : job.error())
        .put("startedAt", job.startedAt().toString())
        .put("endedAt", job.endedAt() == null ? null : job.endedAt().toString());
  }
}
