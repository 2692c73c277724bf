package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tokens are believed only as they were signed. */
final class BrowserTokensTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final TokenClaims CLAIMS =
      new TokenClaims("demo", "ann", "s1", Set.of("cart"), NOW.plusSeconds(60).toEpochMilli());

  private final BrowserTokens tokens = tokens(Rig.SECRET, NOW);

  @AfterAll
  static void stop() {
    Rig.await(VERTX.close());
  }

  @Test
  void whatWasSignedComesBack() {
    assertThat(Rig.await(tokens.verify(tokens.sign(CLAIMS)))).isEqualTo(CLAIMS);
  }

  @Test
  void anExpiredTokenIsToldApart() {
    String token = tokens.sign(CLAIMS);

    assertThat(code(tokens(Rig.SECRET, NOW.plusSeconds(59)).verify(token))).isNull();
    assertThat(code(tokens(Rig.SECRET, NOW.plusSeconds(60)).verify(token)))
        .isEqualTo(StandardErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void anotherSecretIsNotBelieved() {
    byte[] other = Rig.SECRET.clone();
    other[0]++;

    assertThat(code(tokens.verify(tokens(other, NOW).sign(CLAIMS))))
        .isEqualTo(StandardErrorCode.TOKEN_INVALID);
  }

  @Test
  void nothingUnsignedOrChangedIsBelieved() {
    String token = tokens.sign(CLAIMS);
    String[] parts = token.split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String forged = encode(payload.replace("ann", "eve"));
    for (String header :
        new String[] {
          "{\"alg\":\"none\"}",
          "{\"alg\":\"None\",\"typ\":\"JWT\"}",
          "{\"typ\":\"JWT\",\"alg\":\"\"}",
          "{\"typ\":\"JWT\",\"alg\":\"HS512\"}",
          "{}"
        }) {
      for (String signature : new String[] {"", parts[2]}) {
        for (String body : new String[] {parts[1], forged}) {
          assertInvalid(encode(header) + "." + body + "." + signature);
          assertInvalid(encode(header) + "." + body);
        }
      }
    }
    assertInvalid(parts[0] + "." + forged + "." + parts[2]);
    assertInvalid(parts[0] + "." + parts[1] + ".");
    assertInvalid(parts[0] + "." + parts[1]);
    assertInvalid("");
    assertInvalid("a.b.c");
    assertInvalid("x".repeat(100_000));
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> tokens(new byte[31], NOW))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CONFIG_INVALID));
  }

  private void assertInvalid(String token) {
    assertThat(code(tokens.verify(token))).as(token).isEqualTo(StandardErrorCode.TOKEN_INVALID);
  }

  private static BrowserTokens tokens(byte[] secret, Instant now) {
    return new BrowserTokens(VERTX, secret, InstantSource.fixed(now));
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @org.jspecify.annotations.Nullable ErrorCode code(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get();
      return null;
    } catch (Exception e) {
      return PannierException.codeOf(e.getCause());
    }
  }
}
