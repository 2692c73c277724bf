package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.store.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OidcConfigTest {
  private static OidcConfig config(
      String issuer, String client, List<String> scopes, Map<String, Role> roles) {
    return new OidcConfig(
        issuer, client, "hidden", "https://shop/", "SSO", scopes, "email", "groups", roles);
  }

  @Test
  void thereIsNoneUntilOneIsNamed() {
    assertThat(OidcConfig.defaults().enabled()).isFalse();
    assertThat(ConsoleConfig.defaults().oidc()).isEqualTo(OidcConfig.defaults());
  }

  @Test
  void whatCannotWorkIsRefused() {
    Map<String, Role> roles = Map.of("ops", Role.OPERATOR);
    List<String> openid = List.of("openid");
    OidcConfig good = config("https://id.example.com/realm/", "pannier", openid, roles);
    assertThat(good.enabled()).isTrue();
    assertThat(good.issuer()).isEqualTo("https://id.example.com/realm");
    assertThat(good.publicUrl()).isEqualTo("https://shop");
    assertThat(good.toString()).doesNotContain("hidden");
    assertThatThrownBy(() -> config("http://id.example.com", "pannier", openid, roles))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("https");
    assertThatThrownBy(() -> config("https://id", " ", openid, roles))
        .hasMessageContaining("client-id");
    assertThatThrownBy(() -> config("https://id", "pannier", List.of("email"), roles))
        .hasMessageContaining("openid");
    assertThatThrownBy(() -> config("https://id", "pannier", openid, Map.of()))
        .hasMessageContaining("roles");
  }
}
