package io.pannier.messages.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.ProductDraft;
import io.pannier.messages.ProductDraft.RelationDraft;
import io.pannier.messages.Shop;
import io.pannier.spi.StandardErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductJsonTest {
  private static final Shop SHOP = new Shop(1, "demo", "EUR");

  @Test
  void everyFieldArrives() {
    String json =
        "{\"sku\":\"p-1\",\"title\":\"Lamp\",\"description\":\"Warm\\nlight\","
            + "\"category\":[\"Home\",\"Lamps\"],\"brand\":\"Lux\",\"tags\":[\"new\"],"
            + "\"images\":[\"a.png\"],\"price\":19.90,\"currency\":\"EUR\",\"cost\":8,"
            + "\"stock\":12,\"attributes\":{\"watts\":40,\"dimmable\":true,\"note\":null},"
            + "\"relations\":{\"requires\":[\"bulb\"],\"excludes\":[]},"
            + "\"vectors\":{\"own\":[0.1,2]}}";

    ProductDraft product = ProductJson.one(SHOP, json.getBytes(StandardCharsets.UTF_8));

    assertThat(product)
        .isEqualTo(
            new ProductDraft(
                "p-1",
                "Lamp",
                "Warm\nlight",
                "Home > Lamps",
                "Lux",
                "EUR",
                1990,
                800,
                12,
                List.of("new"),
                Map.of("watts", "40", "dimmable", "true"),
                List.of(new RelationDraft("requires", "bulb")),
                json));
  }

  @Test
  void theTitleDefaultsToTheSku() {
    assertThat(parse("[{\"sku\":\"a\",\"price\":1,\"stock\":0}]").elements().getFirst().title())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sku\":null                             | FIELD_MISSING",
        "\"price\":null                           | FIELD_MISSING",
        "\"stock\":null                           | FIELD_MISSING",
        "\"stock\":-1                             | QUANTITY_INVALID",
        "\"price\":1.999                          | MONEY_SCALE",
        "\"cost\":-1                              | MONEY_INVALID",
        "\"currency\":\"USD\"                     | CURRENCY_MISMATCH",
        "\"tags\":[1]                             | FIELD_INVALID",
        "\"tags\":\"new\"                         | FIELD_INVALID",
        "\"tags\":[[[\"new\"]]]                   | FIELD_INVALID",
        "\"attributes\":{\"a\":{\"b\":1}}         | FIELD_INVALID",
        "\"attributes\":[]                        | FIELD_INVALID",
        "\"relations\":{\"loves\":[\"x\"]}        | FIELD_INVALID",
        "\"relations\":{\"requires\":[\"\"]}      | ID_INVALID",
        "\"relations\":{\"requires\":\"x\"}       | FIELD_INVALID",
        "\"title\":\"a\\u0007\"                   | INVALID_UTF8",
        "\"title\":\"a\",\"title\":\"b\"          | FIELD_INVALID",
      })
  void aBadProductIsRejectedByItsCode(String field, StandardErrorCode code) {
    StringBuilder json = new StringBuilder("[{").append(field);
    for (String other : List.of("\"sku\":\"s\"", "\"price\":1", "\"stock\":1")) {
      if (!field.startsWith(other.substring(0, other.indexOf(':')))) {
        json.append(',').append(other);
      }
    }
    Parsed<ProductDraft> parsed =
        parse(json.append("},{\"sku\":\"good\",\"price\":1,\"stock\":1}]").toString());

    assertThat(parsed.rejected().getFirst().code()).isEqualTo(code);
    assertThat(parsed.indexes()).containsExactly(1);
  }

  private static Parsed<ProductDraft> parse(String json) {
    return ProductJson.array(SHOP, json.getBytes(StandardCharsets.UTF_8), 100);
  }
}
