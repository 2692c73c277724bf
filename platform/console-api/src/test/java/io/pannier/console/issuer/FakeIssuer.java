package io.pannier.console.issuer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A small provider of identities by OpenID Connect that lets everybody in under the claims that a
 * test sets. It checks what a real one checks: the redirect address, PKCE, the secret, and that a
 * code is used once.
 */
public final class FakeIssuer implements AutoCloseable {
  public static final String CLIENT = "pannier";
  public static final String SECRET = "a secret that only the two know";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** How the ID token is signed. */
  public enum Signing {
    PROPERLY,
    /** By a key that is not published, under the name of one that is. */
    FOREIGN,
    /** Not at all, which the token admits. */
    NONE,
    /** With the public key as if it were a shared secret. */
    CONFUSED
  }

  private record Asked(String redirect, String challenge, String nonce) {}

  private final HttpServer server;
  private final KeyPair key = pair();
  private final KeyPair foreign = pair();
  private final Map<String, Asked> codes = new ConcurrentHashMap<>();

  /** Claims of the next tokens, changed as a test wants. */
  public final AtomicReference<UnaryOperator<JsonObject>> claims =
      new AtomicReference<>(same -> same);

  public final AtomicReference<Signing> signing = new AtomicReference<>(Signing.PROPERLY);

  private FakeIssuer(HttpServer server) {
    this.server = server;
    server.requestHandler(this::handle);
  }

  /**
   * Starts one.
   *
   * @param port 0 for a free one
   */
  public static FakeIssuer start(Vertx vertx, int port) {
    FakeIssuer issuer = new FakeIssuer(vertx.createHttpServer());
    issuer.server.listen(port, "localhost").toCompletionStage().toCompletableFuture().join();
    return issuer;
  }

  public String address() {
    return "http://localhost:" + server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    switch (request.path()) {
      case "/.well-known/openid-configuration" -> json(request.response(), configuration());
      case "/keys" -> json(request.response(), new JsonObject().put("keys", keys()));
      case "/authorize" -> authorize(request);
      case "/token" -> {
        request.setExpectMultipart(true);
        request.end().onSuccess(read -> token(request));
      }
      default -> request.response().setStatusCode(404).end();
    }
  }

  private JsonObject configuration() {
    return new JsonObject()
        .put("issuer", address())
        .put("authorization_endpoint", address() + "/authorize")
        .put("token_endpoint", address() + "/token")
        .put("jwks_uri", address() + "/keys")
        .put("response_types_supported", new JsonArray().add("code"))
        .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
  }

  private JsonArray keys() {
    RSAPublicKey published = (RSAPublicKey) key.getPublic();
    return new JsonArray()
        .add(
            new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", "one")
                .put("n", BASE64.encodeToString(unsigned(published.getModulus())))
                .put("e", BASE64.encodeToString(unsigned(published.getPublicExponent()))));
  }

  /** Whoever comes is let in: that this browser is somebody's is what the test says. */
  private void authorize(HttpServerRequest request) {
    if (!CLIENT.equals(request.getParam("client_id"))
        || !"code".equals(request.getParam("response_type"))
        || !"S256".equals(request.getParam("code_challenge_method"))) {
      request.response().setStatusCode(400).end("not as it should be");
      return;
    }
    String code = UUID.randomUUID().toString();
    String redirect = request.getParam("redirect_uri");
    codes.put(
        code,
        new Asked(
            redirect,
            request.getParam("code_challenge"),
            Objects.requireNonNullElse(request.getParam("nonce"), "")));
    String state = URLEncoder.encode(request.getParam("state"), StandardCharsets.UTF_8);
    request
        .response()
        .setStatusCode(302)
        .putHeader("Location", redirect + "?code=" + code + "&state=" + state)
        .end();
  }

  private void token(HttpServerRequest request) {
    String code = request.getFormAttribute("code");
    Asked asked = code == null ? null : codes.remove(code);
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    if (asked == null
        || !asked.redirect().equals(request.getFormAttribute("redirect_uri"))
        || !asked.challenge().equals(hash(request.getFormAttribute("code_verifier")))
        || !basic.equals(request.getHeader("Authorization"))) {
      request
          .response()
          .setStatusCode(400)
          .putHeader("Content-Type", "application/json")
          .end(new JsonObject().put("error", "invalid_grant").encode());
      return;
    }
    json(
        request.response(),
        new JsonObject()
            .put("access_token", "opaque-" + UUID.randomUUID())
            .put("token_type", "Bearer")
            .put("expires_in", 300)
            .put(
                "id_token",
                signed(Objects.requireNonNull(claims.get()).apply(standard(asked.nonce())))));
  }

  private JsonObject standard(String nonce) {
    long now = Instant.now().getEpochSecond();
    return new JsonObject()
        .put("iss", address())
        .put("aud", CLIENT)
        .put("sub", "subject-1")
        .put("preferred_username", "Ada.Lovelace@Example.COM")
        .put("nonce", nonce)
        .put("iat", now)
        .put("exp", now + 300)
        .put("realm", new JsonObject().put("roles", new JsonArray().add("shop-ops")));
  }

  private String signed(JsonObject claims) {
    Signing how = Objects.requireNonNull(signing.get());
    String algorithm =
        switch (how) {
          case NONE -> "none";
          case CONFUSED -> "HS256";
          case PROPERLY, FOREIGN -> "RS256";
        };
    String content =
        part(new JsonObject().put("typ", "JWT").put("alg", algorithm).put("kid", "one"))
            + "."
            + part(claims);
    return content + "." + signature(how, content.getBytes(StandardCharsets.US_ASCII));
  }

  private String signature(Signing how, byte[] content) {
    try {
      return switch (how) {
        case NONE -> "";
        case CONFUSED -> {
          javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
          mac.init(new javax.crypto.spec.SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
          yield BASE64.encodeToString(mac.doFinal(content));
        }
        case PROPERLY, FOREIGN -> {
          Signature signature = Signature.getInstance("SHA256withRSA");
          signature.initSign((how == Signing.FOREIGN ? foreign : key).getPrivate());
          signature.update(content);
          yield BASE64.encodeToString(signature.sign());
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(String verifier) {
    try {
      return BASE64.encodeToString(
          MessageDigest.getInstance("SHA-256")
              .digest(
                  Objects.requireNonNullElse(verifier, "").getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static void json(HttpServerResponse response, JsonObject body) {
    response.putHeader("Content-Type", "application/json").end(body.encode());
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
