package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider of identities. It is looked for in the background until it is found, so that a
 * provider that is away keeps nobody from the program, and whoever has a password from the console.
 */
final class OidcProvider implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int CONNECT_MILLIS = 5_000;
  private static final int IDLE_SECONDS = 15;

  private final Vertx vertx;
  private final OidcConfig config;
  private final InstantSource clock;
  private volatile @Nullable OAuth2Auth found;
  private volatile boolean closed;

  OidcProvider(Vertx vertx, OidcConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
  }

  OidcConfig config() {
    return config;
  }

  /** Begins to look for it. */
  void open() {
    if (config.enabled()) {
      look(FIRST_PAUSE_MILLIS);
    }
  }

  /** True where people can be sent there now. */
  boolean available() {
    return found != null;
  }

  @Override
  public void close() {
    closed = true;
    OAuth2Auth auth = found;
    if (auth != null) {
      auth.close();
    }
  }

  private void look(long pause) {
    OAuth2Options options =
        new OAuth2Options()
            .setSite(config.issuer())
            .setClientId(config.clientId())
            .setHttpClientOptions(
                new HttpClientOptions()
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS));
    if (!config.clientSecret().isEmpty()) {
      options.setClientSecret(config.clientSecret());
    }
    OpenIDConnectAuth.discover(vertx, options)
        .onSuccess(this::found)
        .onFailure(
            failure -> {
              if (pause == FIRST_PAUSE_MILLIS) {
                LOG.warn(
                    "sign-in with {} is not available yet: {}",
                    config.issuer(),
                    failure.toString());
              }
              if (!closed) {
                vertx.setTimer(pause, tick -> look(Math.min(LONGEST_PAUSE_MILLIS, pause * 2)));
              }
            });
  }

  private void found(OAuth2Auth auth) {
    // Keys are changed from time to time; who signs in with a new one first tries again.
    auth.missingKeyHandler(
        key ->
            auth.jWKSet()
                .onFailure(failure -> LOG.warn("no new keys of {}", config.issuer(), failure)));
    found = auth;
    LOG.info("people may sign in with {}", config.issuer());
  }

  /**
   * Where a browser is sent.
   *
   * @throws PannierException PROVIDER_UNAVAILABLE
   */
  String address(OidcFlow flow) {
    return auth()
        .authorizeURL(
            new OAuth2AuthorizationURL()
                .setRedirectUri(flow.redirect())
                .setState(flow.state())
                .setScopes(config.scopes())
                .setCodeChallenge(flow.challenge())
                .setCodeChallengeMethod("S256")
                .putAdditionalParameter("nonce", flow.nonce()));
  }

  /**
   * Exchanges a code for what the provider says about a person.
   *
   * @return fails with SIGN_IN_FAILED
   */
  Future<IdentityToken> identity(OidcFlow flow, String code) {
    return auth()
        .authenticate(
            new Oauth2Credentials()
                .setFlow(OAuth2FlowType.AUTH_CODE)
                .setCode(code)
                .setRedirectUri(flow.redirect())
                .setCodeVerifier(flow.verifier()))
        .recover(
            failure ->
                Future.failedFuture(
                    new PannierException(
                        StandardErrorCode.SIGN_IN_FAILED,
                        "the provider did not take the code: " + failure.getMessage(),
                        failure)))
        .map(user -> checked(user, flow));
  }

  private IdentityToken checked(User user, OidcFlow flow) {
    return IdentityToken.checked(
        user.principal().getString("id_token"),
        // Put there by the library once it has checked the signature.
        user.attributes().getJsonObject("idToken"),
        config,
        flow.nonce(),
        clock.millis());
  }

  private OAuth2Auth auth() {
    OAuth2Auth auth = found;
    if (auth == null) {
      throw new PannierException(
          StandardErrorCode.PROVIDER_UNAVAILABLE,
          "the provider of identities cannot be reached; try again, or use a password");
    }
    return auth;
  }
}
