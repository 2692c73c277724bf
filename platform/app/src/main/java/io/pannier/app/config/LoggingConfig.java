package io.pannier.app.config;

/**
 * What is logged, how and where.
 *
 * @param format for people or for programs
 * @param level the least serious level that is written
 * @param file where it goes; standard error where this is empty
 */
public record LoggingConfig(Format format, Level level, String file) {
  /** How a line looks. */
  public enum Format {
    /** One readable line. */
    HUMAN,
    /** One JSON object. */
    JSON
  }

  /** How serious something is; an error is what a person must act on. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  public static LoggingConfig defaults() {
    return new LoggingConfig(Format.JSON, Level.INFO, "");
  }
}
