package io.pannier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every Java file is as google-java-format would write it; {@code ops/format} makes it so. */
class FormatTest {
  @Test
  void everyFileIsFormatted() {
    List<Path> files = Repository.sources(".java");
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    files.parallelStream()
        .forEach(
            file -> {
              String source = Repository.read(file);
              try {
                if (!formatted(source).equals(source)) {
                  wrong.add(Repository.root().relativize(file).toString());
                }
              } catch (FormatterException e) {
                wrong.add(Repository.root().relativize(file) + " (" + e.getMessage() + ")");
              }
            });
    assertThat(files).isNotEmpty();
    assertThat(wrong).as("files to format: run ops/format").isEmpty();
  }

  @Test
  void noRegionIsLeftOut() {
    Pattern optOut = Pattern.compile("@formatter:" + "off|spotless:" + "off");
    assertThat(Repository.sources(".java"))
        .filteredOn(file -> optOut.matcher(Repository.read(file)).find())
        .as("files with regions that the formatter must not touch")
        .isEmpty();
  }

  private static String formatted(String source) throws FormatterException {
    String imports =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
    Formatter formatter = new Formatter();
    return StringWrapper.wrap(formatter.formatSource(imports), formatter);
  }
}
