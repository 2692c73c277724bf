package io.pannier.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void codeAndMessageCrossTheBus() {
    VERTX
        .eventBus()
        .consumer(
            "full",
            message ->
                Failure.reply(
                    message, new PannierException(StandardErrorCode.OVERLOADED, "queue full")));

    PannierException failure = ask("full");

    assertThat(failure.code()).isEqualTo(StandardErrorCode.OVERLOADED);
    assertThat(failure).hasMessage("queue full");
  }

  @Test
  void whatNobodyForesawIsInternalAndTellsNothing() {
    VERTX
        .eventBus()
        .consumer("broken", message -> Failure.reply(message, new IllegalStateException("secret")));

    PannierException failure = ask("broken");

    assertThat(failure.code()).isEqualTo(StandardErrorCode.INTERNAL_ERROR);
    assertThat(failure.getMessage()).doesNotContain("secret");
  }

  @Test
  void silenceAndAbsenceHaveCodesOfTheirOwn() {
    VERTX.eventBus().consumer("silent", message -> {});

    assertThat(ask("silent").code()).isEqualTo(StandardErrorCode.DEADLINE_EXCEEDED);
    assertThat(ask("nowhere").code()).isEqualTo(StandardErrorCode.OVERLOADED);
  }

  private static PannierException ask(String address) {
    Throwable thrown =
        catchThrowable(
            () ->
                VERTX
                    .eventBus()
                    .request(address, "?", new DeliveryOptions().setSendTimeout(50))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get());
    return Failure.of(Objects.requireNonNull(thrown.getCause()));
  }
}
