package io.pannier.store;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  static final String COLUMNS = "name, role, created_at, disabled_at, version, provider";

  /** Who is named where a command or the demo makes accounts. */
  private static final String PROGRAM = "pannier";

  private final Database database;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, Account> byName = new ConcurrentHashMap<>();

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
    return create(name, password, role, PROGRAM, "made on the machine of the installation");
  }

  /**
   * A new account.
   *
   * @param name 1 to 64 of a-z, 0-9 and {@code . _ @ -}
   * @param password {@link #SHORTEST_PASSWORD} to 256 characters
   * @param author who makes it
   * @param reason why, in their words
   * @return fails with FIELD_INVALID if the name is taken or one of the two cannot be used
   */
  public Future<Account> create(
      String name, String password, Role role, String author, String reason) {
    if (!NAME.matcher(name).matches()) {
      return invalid("account name `" + name + "`: expected 1 to 64 of a-z, 0-9 and . _ @ -");
    }
    return hash(password)
        .compose(
            hash ->
                database.inTransaction(
                    connection ->
                        insert(connection, name, hash, role)
                            .compose(
                                made ->
                                    Audit.add(
                                            connection,
                                            new AuditNote(
                                                author,
                                                "account.created",
                                                0,
                                                name,
                                                reason,
                                                "{\"role\":\"" + role.wireName() + "\"}"))
                                        .map(made))))
        .onSuccess(this::remember);
  }

  private static Future<Account> insert(
      SqlConnection connection, String name, String hash, Role role) {
    return connection
        .preparedQuery(
            "insert into account (name, hash, role) values ($1, $2, $3)"
                + " on conflict do nothing returning "
                + COLUMNS)
        .execute(Tuple.of(name, hash, role.wireName()))
        .compose(
            rows ->
                rows.size() == 0
                    ? invalid("account `" + name + "` exists already")
                    : Future.succeededFuture(account(rows.iterator().next())));
  }

  /**
   * Changes an account; whatever was opened under it before ends.
   *
   * @return fails with NOT_FOUND, with FIELD_INVALID if the password cannot be used, with CONFLICT
   *     if nobody would be left who may do everything
   */
  public Future<Account> change(String name, AccountChange change, String author, String reason) {
    String password = change.password();
    boolean external = find(name).map(Account::external).orElse(false);
    if (external && (password != null || change.role() != null)) {
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.CONFLICT,
              "the provider of identities says what `"
                  + name
                  + "` may do, and knows the password"));
    }
    Future<@Nullable String> hash =
        password == null ? Future.succeededFuture() : hash(password).map(made -> made);
    return hash.compose(
            made ->
                database.inTransaction(
                    connection -> changing(connection, name, change, made, author, reason)))
        .onSuccess(this::remember);
  }

  /** One at a time, so that two who demote each other cannot both be the last but one. */
  private static Future<Account> changing(
      SqlConnection connection,
      String name,
      AccountChange change,
      @Nullable String hash,
      String author,
      String reason) {
    Role role = change.role();
    return connection
        .query("lock table account in share row exclusive mode")
        .execute()
        .compose(
            locked ->
                connection
                    .preparedQuery(
                        "update account set role = coalesce($2, role), hash = coalesce($3, hash),"
                            + " disabled_at = case $4::bool when true then coalesce(disabled_at,"
                            + " now()) when false then null else disabled_at end,"
                            + " version = version + 1 where name = $1 returning "
                            + COLUMNS)
                    .execute(
                        Tuple.of(name)
                            .addString(role == null ? null : role.wireName())
                            .addString(hash)
                            .addBoolean(change.disabled())))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(unknown(name))
                    : Future.succeededFuture(account(rows.iterator().next())))
        .compose(changed -> somebodyIsLeft(connection).map(changed))
        .compose(
            changed ->
                Audit.add(
                        connection,
                        new AuditNote(author, "account.changed", 0, name, reason, detail(change)))
                    .map(changed));
  }

  private static Future<Void> somebodyIsLeft(SqlConnection connection) {
    return connection
        .query("select from account where role = 'admin' and disabled_at is null limit 1")
        .execute()
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new PannierException(
                            StandardErrorCode.CONFLICT,
                            "the last administrator stays; make another one first")));
  }

  private static String detail(AccountChange change) {
    Role role = change.role();
    List<String> fields = new ArrayList<>();
    if (role != null) {
      fields.add("\"role\":\"" + role.wireName() + "\"");
    }
    if (change.disabled() != null) {
      fields.add("\"disabled\":" + change.disabled());
    }
    if (change.password() != null) {
      fields.add("\"password\":\"changed\"");
    }
    return "{" + String.join(",", fields) + "}";
  }

  /** The account as it is now, from memory. */
  public Optional<Account> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Everybody, by name. */
  public List<Account> all() {
    return byName.values().stream().sorted(Comparator.comparing(Account::name)).toList();
  }

  /**
   * Completes when this process knows that version of an account or a newer one, or that there is
   * none: a change that another process made a moment ago may be heard of later than of the
   * sessions that were opened after it.
   */
  public Future<Void> catchUp(String name, long version) {
    Account known = byName.get(name);
    return known != null && known.version() >= version ? Future.succeededFuture() : reload();
  }

  Future<Void> reload() {
    return database
        .query("select " + COLUMNS + " from account")
        .map(
            rows -> {
              rows.forEach(row -> remember(account(row)));
              return null;
            });
  }

  void remember(Account account) {
    byName.merge(
        account.name(), account, (known, read) -> known.version() > read.version() ? known : read);
  }

  /**
   * Gives an account another password.
   *
   * @return fails with NOT_FOUND, and with FIELD_INVALID if the password cannot be used
   */
  public Future<Void> changePassword(String name, String password) {
    return change(
            name,
            new AccountChange(null, null, password),
            PROGRAM,
            "changed on the machine of the installation")
        .mapEmpty();
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
            "select " + COLUMNS + ", hash from account where name = $1 and hash is not null",
            Tuple.of(name))
        .compose(
            rows -> {
              Row found = rows.size() == 0 ? null : rows.iterator().next();
              return found == null
                  ? blocking(() -> ARGON2.hash(bytes(shortened(password)), new byte[SALT_BYTES]))
                      .map(spent -> Optional.<Account>empty())
                  : check(shortened(password), found.getString("hash"))
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

  static Account account(Row row) {
    return new Account(
        row.getString("name"),
        Role.of(row.getString("role")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("disabled_at") != null,
        row.getLong("version"),
        row.getString("provider"));
  }

  private static PannierException unknown(String name) {
    return new PannierException(StandardErrorCode.NOT_FOUND, "there is no account `" + name + "`");
  }

  private static <T> Future<T> invalid(String message) {
    return Future.failedFuture(new PannierException(StandardErrorCode.FIELD_INVALID, message));
  }
}
