package io.pannier.messages;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes messages by reference inside a process. Codecs between processes come with clustering. */
public final class LocalCodec<M extends Message> implements MessageCodec<M, M> {
  private final Class<M> type;

  private LocalCodec(Class<M> type) {
    this.type = type;
  }

  /** Makes the event bus accept every {@link Message}. Call once for each Vert.x instance. */
  public static void register(Vertx vertx) {
    for (Class<?> type : Message.class.getPermittedSubclasses()) {
      register(vertx, type.asSubclass(Message.class));
    }
  }

  private static <M extends Message> void register(Vertx vertx, Class<M> type) {
    vertx.eventBus().registerDefaultCodec(type, new LocalCodec<>(type));
  }

  @Override
  public void encodeToWire(Buffer buffer, M message) {
    throw new IllegalStateException(name() + " does not leave the process");
  }

  @Override
  public M decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException(name() + " does not enter the process");
  }

  @Override
  public M transform(M message) {
    return message;
  }

  @Override
  public String name() {
    return "pannier." + type.getSimpleName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
