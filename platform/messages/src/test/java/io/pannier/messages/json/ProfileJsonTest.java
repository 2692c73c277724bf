package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.StandardErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileJsonTest {
  @Test
  void attributesArriveWithTheirConsent() {
    String json =
        "{\"shopper\":\"s\",\"attributes\":{\"segment\":{\"value\":\"gold\",\"consent\":true},"
            + "\"birth-year\":{\"consent\":true,\"value\":1980,\"source\":\"form\"}}}";

    assertThat(parse("[" + json + "]").elements())
        .containsExactly(new Profile("s", Map.of("segment", "gold", "birth-year", "1980"), json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"shopper\":\"s\"}                                                  | FIELD_MISSING",
        "{\"attributes\":{}}                                                  | FIELD_MISSING",
        "{\"shopper\":\"s\",\"attributes\":[]}                                | FIELD_INVALID",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":\"gold\"}}                  | CONSENT_MISSING",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":{\"value\":1}}}             | CONSENT_MISSING",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":{\"value\":1,\"consent\":false}}}"
            + " | CONSENT_MISSING",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":{\"value\":1,\"consent\":\"true\"}}}"
            + " | CONSENT_MISSING",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":{\"value\":1,\"consent\":false,\"consent\":true}}}"
            + " | CONSENT_MISSING",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":{\"consent\":true}}}        | FIELD_MISSING",
        "{\"shopper\":\"s\",\"attributes\":{\"a\":{\"value\":[1],\"consent\":true}}}"
            + " | FIELD_INVALID",
      })
  void aBadProfileIsRejectedByItsCode(String json, StandardErrorCode code) {
    Parsed<Profile> parsed = parse(json + "\n{\"shopper\":\"good\",\"attributes\":{}}");

    assertThat(parsed.rejected().getFirst().code()).isEqualTo(code);
    assertThat(parsed.elements()).extracting(Profile::shopper).containsExactly("good");
  }

  private static Parsed<Profile> parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return json.startsWith("[") ? ProfileJson.array(bytes, 100) : ProfileJson.lines(bytes, 100);
  }
}
