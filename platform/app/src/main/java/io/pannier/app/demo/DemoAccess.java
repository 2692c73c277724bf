package io.pannier.app.demo;

import io.pannier.app.Credentials;
import io.pannier.app.Passwords;
import io.pannier.gateway.Scopes;
import io.pannier.store.Accounts;
import io.pannier.store.Role;
import io.pannier.store.Store;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * How a demo is entered: what its credentials say as long as that is still valid, and new keys and
 * passwords otherwise, as after a start that was cut short before they were written down.
 *
 * @param credentials that open the demo now
 * @param newAdmin true when the administrator's password was made by this start
 */
record DemoAccess(Credentials credentials, boolean newAdmin) {
  private static final String ADMIN = "admin";

  static Future<DemoAccess> of(Store store, Optional<Credentials> known, String url) {
    return key(store, known)
        .compose(
            key ->
                knownPassword(store.accounts(), known)
                    .compose(
                        password ->
                            password.isPresent()
                                ? Future.succeededFuture(password.get())
                                : newPassword(store.accounts()))
                    .map(
                        password ->
                            new DemoAccess(
                                new Credentials(url, Demo.SHOP, key, ADMIN, password),
                                known
                                    .filter(old -> old.adminPassword().equals(password))
                                    .isEmpty())));
  }

  private static Future<String> key(Store store, Optional<Credentials> known) {
    if (known.isEmpty()) {
      return newKey(store);
    }
    String key = known.get().apiKey();
    return store
        .apiKeys()
        .authenticate(key)
        .compose(valid -> valid.isPresent() ? Future.succeededFuture(key) : newKey(store));
  }

  private static Future<String> newKey(Store store) {
    return store.apiKeys().create(Demo.SHOP, "demo", Scopes.ALL);
  }

  private static Future<Optional<String>> knownPassword(
      Accounts accounts, Optional<Credentials> known) {
    String password = known.map(Credentials::adminPassword).orElse("");
    return password.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : accounts.verify(ADMIN, password).map(found -> found.map(account -> password));
  }

  private static Future<String> newPassword(Accounts accounts) {
    String password = Passwords.random();
    return accounts
        .exists(ADMIN)
        .compose(
            exists ->
                exists
                    ? accounts.changePassword(ADMIN, password)
                    : accounts.create(ADMIN, password, Role.ADMIN).<Void>mapEmpty())
        .map(password);
  }
}
