package io.pannier.plugins.itemknn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class LogarithmPropertyTest {
  @Property
  void agreesWithTheLibrary(@ForAll @DoubleRange(min = -300, max = 300) double exponent) {
    double value = Math.pow(10, exponent);

    assertThat(Logarithm.of(value)).isCloseTo(Math.log(value), within(1e-8));
  }
}
