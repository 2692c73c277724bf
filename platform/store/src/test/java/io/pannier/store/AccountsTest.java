package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final String PASSWORD = "correct horse battery";
  private final Accounts accounts = TestStore.shared().store().accounts();

  @Test
  void onlyTheRightPasswordOpensAnAccount() {
    Account made = await(accounts.create("ada", PASSWORD, Role.ADMIN));
    assertThat(made.role()).isEqualTo(Role.ADMIN);
    assertThat(await(accounts.verify("ada", PASSWORD))).contains(made);
    assertThat(await(accounts.verify("ada", PASSWORD + "x"))).isEmpty();
    assertThat(await(accounts.verify("ada", "x".repeat(100_000)))).isEmpty();
    assertThat(await(accounts.verify("nobody", PASSWORD))).isEmpty();
    assertThat(await(accounts.exists("ada"))).isTrue();
    assertThat(await(accounts.exists("nobody"))).isFalse();
  }

  @Test
  void aChangedPasswordReplacesTheOldOne() {
    await(accounts.create("grace", PASSWORD, Role.VIEWER));
    await(accounts.changePassword("grace", "another long password"));
    assertThat(await(accounts.verify("grace", PASSWORD))).isEmpty();
    assertThat(await(accounts.verify("grace", "another long password"))).isPresent();
    assertFails(StandardErrorCode.NOT_FOUND, () -> await(accounts.changePassword("no", PASSWORD)));
  }

  @Test
  void namesAndPasswordsThatCannotBeUsedAreRefused() {
    await(accounts.create("edsger", PASSWORD, Role.OPERATOR));
    assertFails(
        StandardErrorCode.FIELD_INVALID,
        () -> await(accounts.create("edsger", PASSWORD, Role.ADMIN)));
    assertFails(
        StandardErrorCode.FIELD_INVALID,
        () -> await(accounts.create("Not A Name", PASSWORD, Role.ADMIN)));
    assertFails(
        StandardErrorCode.FIELD_INVALID,
        () -> await(accounts.create("short", "tooshort", Role.ADMIN)));
  }

  private static void assertFails(StandardErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            PannierException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
