package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Role;
import java.util.List;
import java.util.Map;

/**
 * A provider of identities by OpenID Connect, with which people sign in instead of a password.
 *
 * @param issuer its address, as its tokens name it; empty for none
 * @param clientId as which this installation is registered there
 * @param clientSecret of that registration; empty for a client that has none
 * @param publicUrl of this installation as browsers reach it, such as {@code
 *     https://pannier.example.com}; empty where requests say it themselves
 * @param label of the button
 * @param scopes to ask for, {@code openid} among them; without a word {@code openid}, {@code
 *     profile} and {@code email}
 * @param nameClaim of the token that names the person here
 * @param roleClaim of the token that tells roles, with dots where it lies deeper
 * @param roles what a value of that claim makes of a person; the strongest counts, and who has none
 *     is turned away
 */
public record OidcConfig(
    String issuer,
    String clientId,
    String clientSecret,
    String publicUrl,
    String label,
    List<String> scopes,
    String nameClaim,
    String roleClaim,
    Map<String, Role> roles) {
  public OidcConfig {
    issuer = withoutSlash(issuer);
    publicUrl = withoutSlash(publicUrl);
    scopes = List.copyOf(scopes);
    roles = Map.copyOf(roles);
    if (!issuer.isEmpty()) {
      require(issuer.startsWith("https://") || local(issuer), "issuer must be an https address");
      require(!clientId.isBlank(), "client-id must be given with an issuer");
      require(scopes.contains("openid"), "scopes must contain openid");
      require(!nameClaim.isBlank() && !roleClaim.isBlank(), "the two claims must be named");
      require(!roles.isEmpty(), "roles must say who may enter as what");
    }
  }

  public static OidcConfig defaults() {
    return new OidcConfig(
        "",
        "",
        "",
        "",
        "single sign-on",
        List.of("openid", "profile", "email"),
        "preferred_username",
        "roles",
        Map.of());
  }

  /** True where there is a provider. */
  public boolean enabled() {
    return !issuer.isEmpty();
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** What does not leave the machine may be read there. */
  private static boolean local(String url) {
    return url.matches("http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/.*)?");
  }

  private static void require(boolean fulfilled, String message) {
    if (!fulfilled) {
      throw new PannierException(StandardErrorCode.CONFIG_INVALID, message);
    }
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "OidcConfig[issuer="
        + issuer
        + ", clientId="
        + clientId
        + ", clientSecret="
        + (clientSecret.isEmpty() ? "none" : "********")
        + ", roleClaim="
        + roleClaim
        + ", roles="
        + roles
        + "]";
  }
}
