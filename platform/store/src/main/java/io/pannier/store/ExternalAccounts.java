package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * People whom a provider of identities vouches for. They have no password here; their role is what
 * the provider says each time they enter.
 */
public final class ExternalAccounts {
  private static final int LONGEST_NAME = 64;
  private static final int MARK_CHARACTERS = 8;

  private final Database database;
  private final Accounts accounts;

  ExternalAccounts(Database database, Accounts accounts) {
    this.database = database;
    this.accounts = accounts;
  }

  /**
   * Somebody enters: known by the provider's own name for the person, whatever they are called now.
   *
   * @param provider address of the provider
   * @param subject the provider's name for the person, never given to another
   * @param wanted what the person is called; another one who is called that keeps the name
   * @param role as of now; a change of it ends what was opened under the former one
   * @return fails with SIGN_IN_FAILED for one who is disabled here
   */
  public Future<Account> enter(String provider, String subject, String wanted, Role role) {
    return database
        .inTransaction(
            connection ->
                find(connection, provider, subject)
                    .compose(
                        rows ->
                            rows.size() == 0
                                ? made(connection, provider, subject, wanted, role)
                                : known(connection, rows.iterator().next(), role))
                    .compose(
                        account ->
                            Audit.add(
                                    connection,
                                    new AuditNote(
                                        account.name(),
                                        "account.entered",
                                        0,
                                        account.name(),
                                        "signed in with " + provider,
                                        "{\"role\":\"" + role.wireName() + "\"}"))
                                .map(account)))
        .onSuccess(accounts::remember);
  }

  private static Future<RowSet<Row>> find(
      SqlConnection connection, String provider, String subject) {
    return connection
        .preparedQuery(
            "select "
                + Accounts.COLUMNS
                + " from account where provider = $1 and subject = $2 for update")
        .execute(Tuple.of(provider, subject));
  }

  private static Future<Account> known(SqlConnection connection, Row row, Role role) {
    Account account = Accounts.account(row);
    if (account.disabled()) {
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.SIGN_IN_FAILED, "account `" + account.name() + "` is disabled"));
    }
    if (account.role() == role) {
      return Future.succeededFuture(account);
    }
    return connection
        .preparedQuery(
            "update account set role = $2, version = version + 1 where name = $1 returning "
                + Accounts.COLUMNS)
        .execute(Tuple.of(account.name(), role.wireName()))
        .compose(
            rows ->
                Audit.add(
                        connection,
                        new AuditNote(
                            account.name(),
                            "account.changed",
                            0,
                            account.name(),
                            "the provider of identities says so",
                            "{\"role\":\"" + role.wireName() + "\"}"))
                    .map(noted -> Accounts.account(rows.iterator().next())));
  }

  /** Under the name that is wanted, else under it with a mark that nobody else gets. */
  private static Future<Account> made(
      SqlConnection connection, String provider, String subject, String wanted, Role role) {
    String name = usable(wanted);
    String mark = "-" + mark(provider, subject);
    String marked = name.substring(0, Math.min(name.length(), LONGEST_NAME - mark.length())) + mark;
    return insert(connection, name, provider, subject, role)
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture(rows)
                    : insert(connection, marked, provider, subject, role))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(
                        new PannierException(
                            StandardErrorCode.SIGN_IN_FAILED,
                            "account `" + marked + "` was made just now; try again"))
                    : Future.succeededFuture(Accounts.account(rows.iterator().next())))
        .compose(
            account ->
                Audit.add(
                        connection,
                        new AuditNote(
                            account.name(),
                            "account.created",
                            0,
                            account.name(),
                            "entered for the first time with " + provider,
                            "{\"role\":\"" + role.wireName() + "\"}"))
                    .map(account));
  }

  private static Future<RowSet<Row>> insert(
      SqlConnection connection, String name, String provider, String subject, Role role) {
    return connection
        .preparedQuery(
            "insert into account (name, role, provider, subject) values ($1, $2, $3, $4)"
                + " on conflict do nothing returning "
                + Accounts.COLUMNS)
        .execute(Tuple.of(name, role.wireName(), provider, subject));
  }

  private static String usable(String wanted) {
    String name =
        wanted
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._@-]", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    name = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return name.isEmpty() ? "somebody" : name;
  }

  private static String mark(String provider, String subject) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((provider + "\n" + subject).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, MARK_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
