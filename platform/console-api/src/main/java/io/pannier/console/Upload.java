package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A request's body as a temporary file, written as it comes, never held in memory. */
final class Upload {
  private final Vertx vertx;
  private final long limit;

  /**
   * @param limit bytes
   */
  Upload(Vertx vertx, long limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  /**
   * Completes with the file, which its receiver removes.
   *
   * @param request paused, none of its body read
   * @return fails with BODY_TOO_LARGE or UNSUPPORTED_MEDIA_TYPE
   */
  Future<Path> receive(HttpServerRequest request, Set<String> mediaTypes, String suffix) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!mediaTypes.contains(bare)) {
      throw new PannierException(
          StandardErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "content type " + bare + " is not taken here; send " + String.join(", ", mediaTypes));
    }
    return vertx
        .fileSystem()
        .createTempFile("pannier-upload-", suffix)
        .compose(
            name ->
                vertx
                    .fileSystem()
                    .open(name, new OpenOptions().setTruncateExisting(true))
                    .compose(
                        file ->
                            copy(request, file)
                                .eventually(file::close)
                                .map(Path.of(name))
                                .onFailure(failure -> vertx.fileSystem().delete(name))));
  }

  private Future<Void> copy(HttpServerRequest request, AsyncFile file) {
    Promise<Void> whole = Promise.promise();
    long[] bytes = {0};
    request.handler(
        chunk -> {
          bytes[0] += chunk.length();
          if (bytes[0] > limit) {
            request.pause();
            request.handler(ignored -> {});
            whole.tryFail(
                new PannierException(
                    StandardErrorCode.BODY_TOO_LARGE,
                    "the file is larger than " + limit + " bytes"));
            return;
          }
          file.write(chunk).onFailure(whole::tryFail);
          if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
          }
        });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(ended -> file.flush().onComplete(whole));
    request.resume();
    return whole.future();
  }
}
