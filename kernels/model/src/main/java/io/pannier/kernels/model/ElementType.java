package io.pannier.kernels.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The element types of safetensors that Pannier reads, under the names that the format gives them.
 * All are little-endian.
 */
public enum ElementType {
  F64(8),
  I64(8),
  F32(4),
  I32(4),
  F16(2),
  BF16(2),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloating() {
    return switch (this) {
      case F64, F32, F16, BF16 -> true;
      case I64, I32, I16, I8, U8, BOOL -> false;
    };
  }

  /** The type of that name; null where the name is none of these. */
  static @Nullable ElementType named(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Least value of an integer type. */
  long least() {
    return switch (this) {
      case I64 -> Long.MIN_VALUE;
      case I32 -> Integer.MIN_VALUE;
      case I16 -> Short.MIN_VALUE;
      case I8 -> Byte.MIN_VALUE;
      case U8, BOOL -> 0;
      case F64, F32, F16, BF16 -> throw notInteger();
    };
  }

  /** Greatest value of an integer type. */
  long greatest() {
    return switch (this) {
      case I64 -> Long.MAX_VALUE;
      case I32 -> Integer.MAX_VALUE;
      case I16 -> Short.MAX_VALUE;
      case I8 -> Byte.MAX_VALUE;
      case U8 -> 0xff;
      case BOOL -> 1;
      case F64, F32, F16, BF16 -> throw notInteger();
    };
  }

  private IllegalStateException notInteger() {
    return new IllegalStateException(String.format(Locale.ROOT, "%s has no integer range", name()));
  }
}
