package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Role;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider of identities says about a person: an ID token whose signature was checked, held
 * against OpenID Connect Core 1.0, section 3.1.3.7.
 */
final class IdentityToken {
  private static final long LEEWAY_SECONDS = 60;
  private static final int LONGEST_SUBJECT = 255;

  /** Signed with a key that the provider alone has. */
  private static final Pattern ASYMMETRIC = Pattern.compile("(RS|ES|PS)(256|384|512)|EdDSA");

  private final JsonObject claims;

  private IdentityToken(JsonObject claims) {
    this.claims = claims;
  }

  /**
   * Checks a token.
   *
   * @param encoded as it came
   * @param claims of it, if its signature is one of the provider's
   * @throws PannierException SIGN_IN_FAILED with what is wrong
   */
  static IdentityToken checked(
      @Nullable String encoded,
      @Nullable JsonObject claims,
      OidcConfig config,
      String nonce,
      long nowMillis) {
    if (encoded == null || claims == null) {
      throw refused(
          encoded == null
              ? "the provider sent no ID token"
              : "the ID token is not signed by the provider, or not for this program");
    }
    require(ASYMMETRIC.matcher(algorithm(encoded)).matches(), "the ID token's algorithm is weak");
    require(config.issuer().equals(withoutSlash(text(claims, "iss"))), "another issuer's token");
    List<?> audience = list(claims.getValue("aud"));
    require(audience.contains(config.clientId()), "the ID token is for another program");
    require(
        audience.size() == 1 || config.clientId().equals(text(claims, "azp")),
        "the ID token is for several programs, and was given to another one");
    long now = nowMillis / 1_000;
    require(number(claims, "exp") > now - LEEWAY_SECONDS, "the ID token has expired");
    require(number(claims, "iat") < now + LEEWAY_SECONDS, "the ID token is from the future");
    require(nonce.equals(text(claims, "nonce")), "the ID token answers another sign-in");
    String subject = text(claims, "sub");
    require(!subject.isBlank() && subject.length() <= LONGEST_SUBJECT, "the ID token names nobody");
    return new IdentityToken(claims);
  }

  /** Never given to anybody else by this provider. */
  String subject() {
    return text(claims, "sub");
  }

  /** What the person is called, as far as the provider says. */
  String name(String claim) {
    return at(claim) instanceof String name && !name.isBlank() ? name : subject();
  }

  /** The strongest role that a value of the claim makes; empty where none does. */
  Optional<Role> role(OidcConfig config) {
    return list(at(config.roleClaim())).stream()
        .filter(String.class::isInstance)
        .map(value -> config.roles().get((String) value))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }

  /** The value of a claim: of that very name, else at the path that it tells. */
  private @Nullable Object at(String claim) {
    if (claims.containsKey(claim)) {
      return claims.getValue(claim);
    }
    Object value = claims;
    for (String part : claim.split("\\.")) {
      value = value instanceof JsonObject object ? object.getValue(part) : null;
    }
    return value;
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof JsonArray array) {
      return array.getList();
    }
    return value == null ? List.of() : List.of(value);
  }

  private static String algorithm(String encoded) {
    try {
      byte[] header = Base64.getUrlDecoder().decode(encoded.substring(0, encoded.indexOf('.')));
      return text(new JsonObject(new String(header, StandardCharsets.UTF_8)), "alg");
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DecodeException e) {
      return "";
    }
  }

  private static String text(JsonObject claims, String name) {
    return claims.getValue(name) instanceof String text ? text : "";
  }

  /** A time in seconds; 0 where there is none, which no check lets pass for an end. */
  private static long number(JsonObject claims, String name) {
    return claims.getValue(name) instanceof Number number ? number.longValue() : 0;
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static void require(boolean fulfilled, String message) {
    if (!fulfilled) {
      throw refused(message);
    }
  }

  private static PannierException refused(String message) {
    return new PannierException(StandardErrorCode.SIGN_IN_FAILED, message);
  }
}
