package io.pannier.laboratory.load;

import java.net.URI;

/**
 * Where a running installation is and how it is entered.
 *
 * @param server such as {@code http://localhost:8080}; a path in it is kept as prefix
 * @param shop the shop's name
 * @param apiKey sent as bearer token
 */
public record ShopAccess(URI server, String shop, String apiKey) {
  public ShopAccess {
    if (server.getHost() == null) {
      throw new IllegalArgumentException("the server's address lacks a host: " + server);
    }
  }

  public String host() {
    return server.getHost();
  }

  /** The port, or the scheme's own one. */
  public int port() {
    if (server.getPort() >= 0) {
      return server.getPort();
    }
    return tls() ? 443 : 80;
  }

  public boolean tls() {
    return "https".equals(server.getScheme());
  }

  /** Path of a resource of the shop, such as {@code events}. */
  public String shopPath(String resource) {
    return prefix() + "/v1/shops/" + shop + "/" + resource;
  }

  public String storefrontPath() {
    return prefix() + "/v1/storefront";
  }

  private String prefix() {
    String path = server.getPath() == null ? "" : server.getPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return server + " shop " + shop;
  }
}
