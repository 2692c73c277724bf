package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.store.Audit;
import io.pannier.store.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Who changed what, page by page, newest first. */
final class AuditOperations {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;

  private final Audit audit;

  AuditOperations(Audit audit) {
    this.audit = audit;
  }

  Future<Answer> list(AdminCall call) {
    long before = call.query("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    int limit = (int) call.query("limit", PAGE, 1, LARGEST_PAGE);
    return audit.list(before, limit).map(entries -> answer(entries, limit));
  }

  private static Answer answer(List<AuditEntry> entries, int limit) {
    JsonArray all = new JsonArray();
    for (AuditEntry entry : entries) {
      all.add(
          new JsonObject()
              .put("id", entry.id())
              .put("at", entry.at().toString())
              .put("author", entry.author())
              .put("action", entry.action())
              .put("shop", entry.shop().isEmpty() ? null : entry.shop())
              .put("subject", entry.subject())
              .put("reason", entry.reason())
              .put("detail", new JsonObject(entry.detail())));
    }
    return Answer.json(
        200,
        new JsonObject()
            .put("entries", all)
            .put("next", entries.size() < limit ? null : entries.getLast().id()));
  }
}
