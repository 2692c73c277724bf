package io.pannier.gateway;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.StandardErrorCode;

/** The one mapping from error codes to HTTP status codes. */
final class ProblemStatus {
  private ProblemStatus() {}

  static int of(ErrorCode code) {
    return code instanceof StandardErrorCode standard ? ofStandard(standard) : ofKind(code);
  }

  private static int ofStandard(StandardErrorCode code) {
    return switch (code) {
      case MALFORMED_JSON, INVALID_UTF8, NESTING_TOO_DEEP -> 400;
      case UNAUTHENTICATED, TOKEN_EXPIRED, TOKEN_INVALID, SIGN_IN_FAILED -> 401;
      case FORBIDDEN, APPROVAL_REQUIRED -> 403;
      case NOT_FOUND, SHOP_UNKNOWN, PLACEMENT_UNKNOWN, DECISION_UNKNOWN -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case REVISION_CONFLICT, CONFLICT -> 409;
      case SHOPPER_ERASED -> 410;
      case BODY_TOO_LARGE, BATCH_TOO_LARGE, MESSAGE_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case FIELD_MISSING,
          FIELD_INVALID,
          ID_INVALID,
          EVENT_TYPE_UNKNOWN,
          EVENT_TIME_OUT_OF_RANGE,
          MONEY_SCALE,
          MONEY_INVALID,
          CURRENCY_MISMATCH,
          QUANTITY_INVALID,
          SKU_UNKNOWN,
          CART_TOO_LARGE,
          MESSAGE_TYPE_UNKNOWN,
          MESSAGE_OUT_OF_ORDER,
          CSV_ROW_INVALID,
          PROBLEM_INVALID,
          PROBLEM_INFEASIBLE,
          CONSENT_MISSING,
          FORMAT_UNKNOWN,
          DATA_INVALID,
          MODEL_NOT_BETTER,
          CHECKPOINT_MISMATCH ->
          422;
      case RATE_LIMITED, SUBSCRIPTIONS_EXCEEDED -> 429;
      case OVERLOADED, DEADLINE_EXCEEDED, STORE_UNAVAILABLE, PROVIDER_UNAVAILABLE -> 503;
      case ITEMS_EXCEEDED -> 507;
      case STORE_FAILED,
          KAFKA_FAILED,
          FILE_FAILED,
          MODEL_FILE_TRUNCATED,
          MODEL_FILE_INVALID,
          MODEL_TENSOR_MISSING,
          TRAINING_DIVERGED ->
          502;
      case STRATEGY_UNKNOWN -> 422;
      case CONFIG_INVALID,
          CONFIG_KEY_UNKNOWN,
          STRATEGY_CONFIG_INVALID,
          PLUGIN_INVALID,
          PLUGIN_CHECKSUM_MISMATCH,
          PLUGIN_SPI_INCOMPATIBLE,
          PLUGIN_CAPABILITY_MISMATCH,
          PLUGIN_VERIFICATION_FAILED,
          STRATEGY_FAILED,
          STRATEGY_TIMEOUT,
          STRATEGY_INVALID_ANSWER,
          STRATEGY_QUARANTINED,
          STRATEGY_ALLOCATION_EXCEEDED,
          STRATEGY_SWITCHED_OFF,
          CAPABILITY_UNSUPPORTED,
          DEVICE_UNAVAILABLE,
          KERNEL_SHAPE_MISMATCH,
          KERNEL_OFFSETS_INVALID,
          KERNEL_INPUT_NOT_FINITE,
          KERNEL_OPERAND_FOREIGN,
          DEVICE_DRIVER_TOO_OLD,
          DEVICE_IMAGE_UNSUPPORTED,
          DEVICE_MEMORY_EXHAUSTED,
          DEVICE_LOST,
          DEVICE_FAILED,
          INTERNAL_ERROR ->
          500;
    };
  }

  private static int ofKind(ErrorCode code) {
    return switch (code.kind()) {
      case USER -> 422;
      case RESOURCE -> 503;
      case EXTERNAL -> 502;
      case CONFIG, PLUGIN, DEVICE, INTERNAL -> 500;
    };
  }
}
