package io.pannier.console;

import io.pannier.store.Role;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One call and who may make it.
 *
 * @param path below {@link AdminRouter#BASE}
 * @param name as in the API document
 * @param least role that may call; null for whoever is not signed in
 * @param fromElsewhere true where another site may send a browser
 */
record AdminRoute(
    HttpMethod method,
    String path,
    String name,
    @Nullable Role least,
    boolean fromElsewhere,
    AdminOperation operation) {
  /** True where only somebody who has the session's token may call. */
  boolean changes() {
    return least != null && !method.equals(HttpMethod.GET);
  }
}
