package io.pannier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir private Path data = Path.of("");

  @Test
  void whatIsWrittenIsReadByItsOwnerOnly() throws IOException {
    Credentials credentials = new Credentials("http://localhost:1", "demo", "key", "admin", "word");
    credentials.write(data);
    assertThat(Credentials.read(data)).contains(credentials);
    assertThat(Files.getPosixFilePermissions(Credentials.file(data)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(credentials.toString()).doesNotContain("key").doesNotContain("word");
  }

  @Test
  void aFileOfAnOlderVersionHasNoAdministrator() throws IOException {
    Files.writeString(
        Credentials.file(data), "{\"url\":\"http://localhost:1\",\"shop\":\"s\",\"apiKey\":\"k\"}");
    assertThat(Credentials.read(data))
        .contains(new Credentials("http://localhost:1", "s", "k", "", ""));
  }
}
