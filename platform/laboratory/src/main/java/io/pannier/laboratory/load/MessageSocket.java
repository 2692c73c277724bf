package io.pannier.laboratory.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket that hands out whole messages as bytes and can also end as networks end it: without
 * a word. Confined to one event loop.
 */
final class MessageSocket {
  /** What RFC 6455, 7.1.5, calls a connection that ended without a close frame. */
  static final int ABNORMAL = 1006;

  private final ClientWebSocket socket;
  private final Consumer<byte[]> onMessage;
  private final IntConsumer onClosed;
  private @Nullable Buffer begun;
  private boolean open;
  private boolean ended;

  /**
   * @param onClosed is told the close code, once, also when the connection never stood
   */
  MessageSocket(WebSocketClient client, Consumer<byte[]> onMessage, IntConsumer onClosed) {
    this.socket = client.webSocket();
    this.onMessage = onMessage;
    this.onClosed = onClosed;
    socket.frameHandler(this::frame);
    socket.exceptionHandler(_ -> {});
    socket.closeHandler(_ -> closed());
  }

  /** Connects and sends the first message. */
  void open(WebSocketConnectOptions options, String first) {
    socket
        .connect(options)
        .onSuccess(
            _ -> {
              open = true;
              if (ended) {
                cut();
              } else {
                send(first);
              }
            })
        .onFailure(_ -> end(ABNORMAL));
  }

  void send(String text) {
    if (open && !ended) {
      // Whoever reads nothing is not told of the end either, but cannot write any more.
      socket.writeTextMessage(text).onFailure(_ -> end(ABNORMAL));
    }
  }

  /** Reads nothing more, so that what the server sends piles up in the buffers on the way. */
  void stopReading() {
    socket.pause();
  }

  void readAgain() {
    socket.resume();
  }

  /** Ends the connection with a TCP reset: no close frame, and what is on its way is lost. */
  void cut() {
    if (open && socket instanceof WebSocketInternal inner) {
      Channel channel = inner.channelHandlerContext().channel();
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      // Past the handlers: one of them would say goodbye first.
      channel.unsafe().close(channel.voidPromise());
    }
    end(ABNORMAL);
  }

  /** Ends the connection in order. */
  void leave() {
    ended = true;
    if (open) {
      socket.close();
    }
  }

  private void closed() {
    Short code = socket.closeStatusCode();
    end(code == null ? ABNORMAL : code);
  }

  private void end(int code) {
    if (!ended) {
      ended = true;
      onClosed.accept(code);
    }
  }

  private void frame(WebSocketFrame frame) {
    if (ended || (!frame.isText() && !frame.isContinuation())) {
      return;
    }
    Buffer data = frame.binaryData();
    if (begun != null) {
      data = begun.appendBuffer(data);
    }
    if (frame.isFinal()) {
      begun = null;
      onMessage.accept(data.getBytes());
    } else {
      begun = begun == null ? data.copy() : data;
    }
  }
}
