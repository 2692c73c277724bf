// Tests of multiply_fp32.cu.
#include "testing.hpp"

namespace {

double activate(double x, int activation) {
  if (activation == 1) {
    double z = std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
    return x / (1 + std::exp(-2 * z));
  }
  return activation == 2 ? x / (1 + std::exp(-x)) : x;
}

struct Product {
  int rows, columns, inner;
  std::vector<float> a, b, bias, residual, weight, normBias;
  int aStride, bStride;

  Product(Random& random, int rows, int columns, int inner)
      : rows(rows), columns(columns), inner(inner), aStride(up(inner, 4) + 4), bStride(up(columns, 4)) {
    a = random.normals(size_t(rows) * aStride);
    b = random.normals(size_t(inner) * bStride, 1 / std::sqrt(float(std::max(1, inner))));
    bias = random.normals(columns);
    residual = random.normals(size_t(rows) * columns);
    weight = random.normals(columns);
    normBias = random.normals(columns);
  }

  // Sums in T, so that float is the plain version of the same precision.
  template <class T>
  std::vector<T> sums(bool epilogue, int activation) const {
    std::vector<T> out;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        T sum = 0;
        for (int k = 0; k < inner; k++) sum += T(a[size_t(i) * aStride + k]) * T(b[size_t(k) * bStride + j]);
        if (epilogue) sum = T(activate(sum + bias[j], activation)) + residual[size_t(i) * columns + j];
        out.push_back(sum);
      }
    }
    return out;
  }

  template <class T>
  std::vector<T> norms(int activation) const {
    std::vector<T> x = sums<T>(true, activation);
    for (int i = 0; i < rows; i++) {
      T mean = 0, variance = 0, *row = x.data() + size_t(i) * columns;
      for (int j = 0; j < columns; j++) mean += row[j];
      mean /= columns;
      for (int j = 0; j < columns; j++) variance += (row[j] - mean) * (row[j] - mean);
      for (int j = 0; j < columns; j++) {
        row[j] = (row[j] - mean) / std::sqrt(variance / columns + T(1e-5f)) * weight[j] + normBias[j];
      }
    }
    return x;
  }
};

const float* NONE = nullptr;

}  // namespace

TEST(multiply_matches_float64) {
  Random random(10);
  const int shapes[][3] = {{1, 1, 1},    {3, 5, 7},   {64, 64, 16}, {65, 67, 33},
                           {1, 130, 64}, {70, 1, 31}, {5, 64, 0},   {16, 192, 100}};
  for (auto& shape : shapes) {
    Product p(random, shape[0], shape[1], shape[2]);
    DeviceArray<float> a(p.a), b(p.b), bias(p.bias), residual(p.residual), c(size_t(p.rows) * p.columns);
    Grid grid(ceilDiv(p.columns, 64), ceilDiv(p.rows, 64));
    for (int activation : {-1, 0, 1, 2}) {
      bool epilogue = activation >= 0;
      launch("multiply_fp32", grid, 256, 0, (const float*)a.data(), p.aStride, (const float*)b.data(), p.bStride,
             p.rows, p.columns, p.inner, epilogue ? (const float*)bias.data() : NONE, std::max(0, activation),
             epilogue ? (const float*)residual.data() : NONE, p.columns, c.data(), p.columns);
      checkClose("product", c.values(), p.sums<double>(epilogue, activation), p.sums<float>(epilogue, activation),
                 3e-7);
      checkIntact(a, b, bias, residual, c);
    }
  }
}

TEST(an_epilogue_of_its_own_gives_the_same_bits) {
  Random random(14);
  Product p(random, 21, 75, 33);
  size_t size = size_t(p.rows) * p.columns;
  DeviceArray<float> a(p.a), b(p.b), bias(p.bias), residual(p.residual), fused(size), apart(size);
  auto multiply = [&](const float* biasOrNone, int activation, const float* residualOrNone, float* c) {
    launch("multiply_fp32", Grid(2), 256, 0, (const float*)a.data(), p.aStride, (const float*)b.data(), p.bStride,
           p.rows, p.columns, p.inner, biasOrNone, activation, residualOrNone, p.columns, c, p.columns);
  };
  for (const float* biasOrNone : {NONE, (const float*)bias.data()}) {
    for (const float* residualOrNone : {NONE, (const float*)residual.data()}) {
      for (int activation : {0, 1, 2}) {
        multiply(biasOrNone, activation, residualOrNone, fused.data());
        multiply(NONE, 0, NONE, apart.data());
        launch("apply_epilogue", Grid(ceilDiv(p.rows, 8)), 256, 0, apart.data(), p.columns, p.rows, p.columns,
               biasOrNone, activation, residualOrNone, p.columns);
        CHECK(sameBits(apart.data(), fused.data(), size));
        checkIntact(bias, residual, apart);
      }
    }
  }
}

TEST(multiply_adds_to_its_own_output) {
  Random random(11);
  Product p(random, 20, 40, 24);
  DeviceArray<float> a(p.a), b(p.b), bias(p.bias), c(p.residual);
  launch("multiply_fp32", Grid(1), 256, 0, (const float*)a.data(), p.aStride, (const float*)b.data(), p.bStride, p.rows,
         p.columns, p.inner, (const float*)bias.data(), 0, (const float*)c.data(), p.columns, c.data(), p.columns);
  checkClose("in place", c.values(), p.sums<double>(true, 0), p.sums<float>(true, 0), 3e-7);
}

TEST(multiply_rows_do_not_depend_on_the_batch) {
  Random random(12);
  Product p(random, 67, 70, 37);
  DeviceArray<float> a(p.a), b(p.b), all(size_t(p.rows) * p.columns), one(p.columns);
  launch("multiply_fp32", Grid(2, 2), 256, 0, (const float*)a.data(), p.aStride, (const float*)b.data(), p.bStride,
         p.rows, p.columns, p.inner, NONE, 0, NONE, 0, all.data(), p.columns);
  for (int row : {0, 5, 63, 64, 66}) {
    launch("multiply_fp32", Grid(2, 1), 256, 0, (const float*)a.data() + size_t(row) * p.aStride, p.aStride,
           (const float*)b.data(), p.bStride, 1, p.columns, p.inner, NONE, 0, NONE, 0, one.data(), p.columns);
    CHECK(sameBits(one.data(), all.data() + size_t(row) * p.columns, p.columns));
  }
}

TEST(multiply_norm_matches_float64) {
  Random random(13);
  const int shapes[][3] = {{1, 1, 1}, {17, 64, 64}, {3, 256, 33}, {16, 130, 70}, {35, 255, 16}};
  for (auto& shape : shapes) {
    Product p(random, shape[0], shape[1], shape[2]);
    size_t size = size_t(p.rows) * p.columns;
    DeviceArray<float> a(p.a), b(p.b), bias(p.bias), c(p.residual), weight(p.weight), normBias(p.normBias),
        normed(size);
    launch("multiply_norm_fp32", Grid(ceilDiv(p.rows, 16)), 256, 0, (const float*)a.data(), p.aStride,
           (const float*)b.data(), p.bStride, p.rows, p.columns, p.inner, (const float*)bias.data(), 1,
           (const float*)c.data(), p.columns, (const float*)weight.data(), (const float*)normBias.data(), 1e-5f,
           c.data(), p.columns, normed.data(), p.columns);
    checkClose("sum", c.values(), p.sums<double>(true, 1), p.sums<float>(true, 1), 3e-7);
    if (p.columns > 1) checkClose("norm", normed.values(), p.norms<double>(1), p.norms<float>(1), 2e-6);
    checkIntact(a, b, bias, c, weight, normBias, normed);
  }
}
