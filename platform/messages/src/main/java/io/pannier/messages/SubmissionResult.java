package io.pannier.messages;

import io.pannier.spi.ErrorCode;
import java.util.List;

/**
 * What became of a batch, told after the accepted part is durable.
 *
 * @param accepted how many are now durable for the first time
 * @param duplicates how many were durable before
 * @param rejected the others, each with its reason
 */
public record SubmissionResult(int accepted, int duplicates, List<Rejected> rejected)
    implements Message {
  /**
   * @param index place in the sender's batch, from 0
   */
  public record Rejected(int index, ErrorCode code, String message) {}
}
