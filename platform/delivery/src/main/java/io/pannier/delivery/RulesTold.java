package io.pannier.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleTrace;
import java.io.IOException;

/** Writes what the rules of a placement did to an offer, for whoever asks to have it explained. */
final class RulesTold {
  private RulesTold() {}

  /** The field {@code rules}: every rule that was followed, by precedence. */
  static void write(JsonGenerator json, RuleTrace trace) throws IOException {
    json.writeArrayFieldStart("rules");
    for (RuleTrace.Effect effect : trace.effects()) {
      Rule rule = effect.rule();
      json.writeStartObject();
      json.writeStringField("name", rule.name());
      json.writeStringField("action", rule.action().wireName());
      if (rule.action().weighs()) {
        json.writeNumberField("factor", rule.factor());
      }
      json.writeNumberField("touched", effect.touched());
      json.writeArrayFieldStart("skus");
      for (String sku : effect.skus()) {
        json.writeString(sku);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
