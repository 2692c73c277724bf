package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.store.Audit;
import io.pannier.store.AuditNote;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** The plugins of the installation, and a way to bring in another one. */
final class PluginOperations {
  private static final Set<String> ZIP = Set.of("application/zip", "application/octet-stream");

  private final Vertx vertx;
  private final PluginDesk desk;
  private final Upload upload;
  private final Audit audit;

  PluginOperations(Vertx vertx, PluginDesk desk, Upload upload, Audit audit) {
    this.vertx = vertx;
    this.desk = desk;
    this.upload = upload;
    this.audit = audit;
  }

  Future<Answer> list(AdminCall call) {
    JsonArray all = new JsonArray();
    for (PluginDesk.PluginState plugin : desk.all()) {
      all.add(
          new JsonObject()
              .put("id", plugin.id())
              .put("version", plugin.version())
              .put("strategies", new JsonArray(plugin.strategies()))
              .put("state", plugin.code() == null ? "active" : "rejected")
              .put(
                  "reason", plugin.code() == null ? null : plugin.code() + ": " + plugin.reason()));
    }
    return Future.succeededFuture(Answer.json(200, new JsonObject().put("plugins", all)));
  }

  /** Verified in a process of its own first; what is refused says what it broke. */
  Future<Answer> install(AdminCall call) {
    return audit
        .add(
            new AuditNote(
                call.author(), "plugin.uploaded", 0, "a zip", "brought in through the console"))
        .compose(noted -> upload.receive(call.ctx().request(), ZIP, ".zip"))
        .compose(
            zip ->
                desk.install(zip)
                    .eventually(() -> vertx.fileSystem().delete(zip.toString()))
                    .map(PluginOperations::answer));
  }

  private static Answer answer(PluginDesk.Intake intake) {
    if (intake.code() != null) {
      JsonObject problem =
          new JsonObject()
              .put(
                  "type",
                  "urn:pannier:problem:"
                      + intake.code().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
              .put("title", "The plugin is refused")
              .put("status", 422)
              .put("detail", intake.plugin() + ": " + intake.reason())
              .put("code", intake.code())
              .put("instance", AdminRouter.BASE + "/plugins")
              .put("findings", new JsonArray(intake.findings()));
      return new Answer(422, "application/problem+json", problem.toBuffer());
    }
    int at = intake.plugin().indexOf('@');
    return Answer.json(
        201,
        new JsonObject()
            .put("id", at < 0 ? intake.plugin() : intake.plugin().substring(0, at))
            .put("version", at < 0 ? "" : intake.plugin().substring(at + 1))
            .put("strategies", new JsonArray())
            .put("state", "loading")
            .putNull("reason"));
  }
}
