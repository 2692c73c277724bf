package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.store.Account;
import io.pannier.store.AccountChange;
import io.pannier.store.Accounts;
import io.pannier.store.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Who may enter, and as what. */
final class PeopleOperations {
  private static final int RANDOM_BYTES = 15;
  private static final int LONGEST_NAME = 64;

  private final Accounts accounts;
  private final SecureRandom random = new SecureRandom();

  PeopleOperations(Accounts accounts) {
    this.accounts = accounts;
  }

  Future<Answer> list(AdminCall call) {
    JsonArray all = new JsonArray();
    accounts.all().forEach(account -> all.add(json(account)));
    return Future.succeededFuture(Answer.json(200, new JsonObject().put("people", all)));
  }

  /** Where no password is given one is made, and told this once. */
  Future<Answer> create(AdminCall call) {
    return call.fields()
        .compose(
            fields -> {
              Optional<String> given = fields.optionalPassword("password");
              String password = given.orElseGet(this::random);
              return accounts
                  .create(
                      fields.text("name", LONGEST_NAME),
                      password,
                      role(fields.text("role", LONGEST_NAME)),
                      call.author(),
                      fields.optionalText("reason", 1_000).orElse("a new account"))
                  .map(
                      made -> {
                        JsonObject answer = json(made);
                        return Answer.json(
                            201, given.isPresent() ? answer : answer.put("password", password));
                      });
            });
  }

  Future<Answer> change(AdminCall call) {
    return call.fields()
        .compose(
            fields ->
                accounts.change(
                    call.path("name"),
                    new AccountChange(
                        fields
                            .optionalText("role", LONGEST_NAME)
                            .map(PeopleOperations::role)
                            .orElse(null),
                        fields.optionalFlag("disabled"),
                        fields.optionalPassword("password").orElse(null)),
                    call.author(),
                    fields.reason()))
        .map(changed -> Answer.json(200, json(changed)));
  }

  private String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Role role(String wireName) {
    return Role.find(wireName)
        .orElseThrow(() -> Fields.invalid("role", "viewer, operator or admin"));
  }

  private static JsonObject json(Account account) {
    return new JsonObject()
        .put("name", account.name())
        .put("role", account.role().wireName())
        .put("createdAt", account.created().toString())
        .put("disabled", account.disabled())
        .put("external", account.external());
  }
}
