package io.pannier.store;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The people of an installation. Of a password only its Argon2id hash is kept, with the parameters
 * that it was made with, so that these can grow.
 */
public final class Accounts {
  /** Characters of the shortest password that is taken. */
  public static final int SHORTEST_PASSWORD = 12;

  private static final int LONGEST_PASSWORD = 256;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
  private static final int SALT_BYTES = 16;

  /** What OWASP's password storage cheat sheet asks of Argon2id: 19 MiB, two passes, one lane. */
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

  private final Database database;
  private final SecureRandom random = new SecureRandom();

  Accounts(Database database) {
    this.database = database;
  }

  /**
   * A new account.
   *
   * @param name 1 to 64 of a-z, 0-9 and {@code . _ @ -}
   * @param password {@link #SHORTEST_PASSWORD} to 256 characters
   * @return fails with FIELD_INVALID if the name is taken or one of the two cannot be used
   */
  public Future<Account> create(String name, String password, Role role) {
    if (!NAME.matcher(name).matches()) {
      return invalid("account name `" + name + "`: expected 1 to 64 of a-z, 0-9 and . _ @ -");
    }
    return hash(password)
        .compose(
            hash ->
                database.query(
                    "insert into account (name, hash, role) values ($1, $2, $3)"
                        + " on conflict do nothing returning name, role, created_at, disabled_at",
                    Tuple.of(name, hash, role.wireName())))
        .compose(
            rows ->
                rows.size() == 0
                    ? invalid("account `" + name + "` exists already")
                    : Future.succeededFuture(account(rows.iterator().next())));
  }

  /**
   * Gives an account another password.
   *
   * @return fails with NOT_FOUND, and with FIELD_INVALID if the password cannot be used
   */
  public Future<Void> changePassword(String name, String password) {
    return hash(password)
        .compose(
            hash ->
                database.query(
                    "update account set hash = $2 where name = $1", Tuple.of(name, hash)))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new PannierException(
                            StandardErrorCode.NOT_FOUND, "there is no account `" + name + "`")));
  }

  public Future<Boolean> exists(String name) {
    return database
        .query("select from account where name = $1", Tuple.of(name))
        .map(rows -> rows.size() > 0);
  }

  /**
   * The account, if that is its password and it is not disabled. An unknown name takes as long as a
   * wrong password, so that names cannot be guessed.
   */
  public Future<Optional<Account>> verify(String name, String password) {
    return database
        .query(
            "select name, role, created_at, disabled_at, hash from account where name = $1",
            Tuple.of(name))
        .compose(
            rows -> {
              Row found = rows.size() == 0 ? null : rows.iterator().next();
              return found == null
                  ? blocking(() -> ARGON2.hash(bytes(shortened(password)), new byte[SALT_BYTES]))
                      .map(spent -> Optional.<Account>empty())
                  : check(shortened(password), found.getString(4))
                      .map(
                          right ->
                              Optional.of(account(found))
                                  .filter(account -> right && !account.disabled()));
            });
  }

  private Future<Boolean> check(String password, String hash) {
    // The library compares in a time that does not depend on where the two differ.
    return blocking(() -> Argon2Function.getInstanceFromHash(hash).check(password, hash));
  }

  private Future<String> hash(String password) {
    if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
      return invalid(
          "password: expected " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return blocking(() -> ARGON2.hash(bytes(password), salt).getResult());
  }

  /** Tens of milliseconds of arithmetic: nothing for an event loop. */
  private <T> Future<T> blocking(java.util.concurrent.Callable<T> work) {
    return database.vertx().executeBlocking(work, false);
  }

  /** What is longer than any password cannot be one; it is not hashed whole. */
  private static String shortened(String password) {
    return password.length() > LONGEST_PASSWORD
        ? password.substring(0, LONGEST_PASSWORD + 1)
        : password;
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  private static Account account(Row row) {
    return new Account(
        row.getString("name"),
        Role.of(row.getString("role")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("disabled_at") != null);
  }

  private static <T> Future<T> invalid(String message) {
    return Future.failedFuture(new PannierException(StandardErrorCode.FIELD_INVALID, message));
  }
}
