package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.store.Role;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call against every role, and against nobody: the table of routes is what is enforced. */
class RolesTest {
  private static final Map<Role, ConsoleClient> CLIENTS = new EnumMap<>(Role.class);

  static Stream<AdminRoute> routes() {
    return ConsoleRig.shared().router.routes().stream().filter(route -> route.least() != null);
  }

  private static synchronized ConsoleClient client(Role role) {
    return CLIENTS.computeIfAbsent(role, ConsoleRig.shared()::signedIn);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aCallIsOpenToItsRoleAndThoseAboveAndToNobodyElse(AdminRoute route) {
    if (route.name().equals("sign-out")) {
      return;
    }
    String path =
        route.path().replace(":shop", "no-such-shop").replace(":name", "x").replace(":id", "1");
    String body = route.changes() ? "{\"reason\":\"\"}" : "";
    ConsoleClient.Answer nobody =
        ConsoleRig.shared().client().send(route.method().name(), path, body, Map.of());
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.code()).isEqualTo("UNAUTHENTICATED");
    for (Role role : Role.values()) {
      ConsoleClient.Answer answer = client(role).send(route.method().name(), path, body, Map.of());
      if (role.includes(java.util.Objects.requireNonNull(route.least()))) {
        assertThat(answer.status()).as("%s as %s", route.path(), role).isNotIn(401, 403, 500);
      } else {
        assertThat(answer.status()).as("%s as %s", route.path(), role).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("FORBIDDEN");
      }
      if (route.changes()) {
        String token = client(role).csrf;
        client(role).csrf = "";
        ConsoleClient.Answer without =
            client(role).send(route.method().name(), path, body, Map.of());
        ConsoleClient.Answer wrong =
            client(role)
                .send(route.method().name(), path, body, Map.of("X-CSRF-Token", token + "x"));
        client(role).csrf = token;
        assertThat(without.status()).isEqualTo(403);
        assertThat(wrong.status()).isEqualTo(403);
      }
    }
  }

  @org.junit.jupiter.api.Test
  void whatIsNotThereIsAProblemAndNoPage() {
    ConsoleClient.Answer answer = client(Role.ADMIN).get("/nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NOT_FOUND");
    assertThat(answer.header("content-security-policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(new JsonObject(answer.text()).getString("detail")).contains("/admin/api/nothing");
  }
}
