package io.pannier.gateway;

import io.vertx.ext.web.Router;

/**
 * Routes that an installation serves beside the interface, on the same port: the demo's own shop,
 * for example. What fails in them is answered as everything else that fails.
 */
@FunctionalInterface
public interface ExtraRoutes {
  /** What an installation has that serves the interface alone. */
  ExtraRoutes NONE = router -> {};

  /** Draws the routes; called once for each instance of the gateway. */
  void draw(Router router);
}
