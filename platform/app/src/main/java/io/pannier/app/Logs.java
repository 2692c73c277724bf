package io.pannier.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.pannier.app.config.LoggingConfig;
import io.pannier.pluginhost.StrategyInstance;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Sets logging up. Everything goes to standard error or to a file: stdout is for results. */
public final class Logs {
  /** Libraries that tell at INFO what only their authors act on. */
  private static final Map<String, Level> QUIET =
      Map.of(
          "ai.djl", Level.ERROR,
          "io.netty", Level.WARN,
          "io.vertx", Level.WARN,
          // An offer under way to a connection that has closed is nobody's loss.
          "io.vertx.core.eventbus.impl.MessageConsumerImpl", Level.ERROR,
          "org.flywaydb", Level.WARN,
          "org.pf4j", Level.WARN,
          "org.apache.kafka", Level.WARN,
          "io.opentelemetry", Level.WARN,
          "org.postgresql", Level.WARN);

  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n%ex{full}";

  private Logs() {}

  /** Replaces whatever was configured before. */
  public static void configure(LoggingConfig config) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Encoder<ILoggingEvent> encoder = encoder(config.format());
    encoder.setContext(context);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = appender(config.file());
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(config.level().name()));
    root.addAppender(appender);
    QUIET.forEach((name, level) -> context.getLogger(name).setLevel(level));
  }

  /** What a command logs while it talks to a person: warnings, or everything. */
  public static void forPeople(boolean verbose) {
    configure(
        new LoggingConfig(
            LoggingConfig.Format.HUMAN,
            verbose ? LoggingConfig.Level.DEBUG : LoggingConfig.Level.WARN,
            ""));
  }

  /**
   * As for people, of a command whose outcome hangs on one strategy: the command ends with the
   * strategy's failure in a line, and its trace is for who asks for debug messages.
   */
  public static void forOneStrategy(boolean verbose) {
    forPeople(verbose);
    if (!verbose) {
      LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
      context.getLogger(StrategyInstance.class).setLevel(Level.OFF);
    }
  }

  private static Encoder<ILoggingEvent> encoder(LoggingConfig.Format format) {
    return switch (format) {
      case JSON -> {
        JsonEncoder json = new JsonEncoder();
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithSequenceNumber(false);
        json.setWithContext(false);
        yield json;
      }
      case HUMAN -> {
        PatternLayoutEncoder pattern = new PatternLayoutEncoder();
        pattern.setPattern(PATTERN);
        yield pattern;
      }
    };
  }

  private static OutputStreamAppender<ILoggingEvent> appender(String file) {
    if (file.isEmpty()) {
      ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
      console.setTarget("System.err");
      return console;
    }
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file);
    return appender;
  }
}
