package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Utf8PropertyTest {
  @Property
  void agreesWithTheDecoder(@ForAll byte[] bytes) {
    boolean valid;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      valid = true;
    } catch (CharacterCodingException e) {
      valid = false;
    }

    int[] invalid = Utf8.invalid(bytes, 0, bytes.length);

    assertThat(invalid.length == 0).isEqualTo(valid);
    for (int at : invalid) {
      bytes[at] = '?';
    }
    assertThat(Utf8.invalid(bytes, 0, bytes.length)).isEmpty();
  }

  @Property
  void textIsValid(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(Utf8.invalid(bytes, 0, bytes.length)).isEmpty();
  }
}
