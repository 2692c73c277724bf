// Tests of rows.cu.
#include "testing.hpp"

namespace {

constexpr int ROWS_PER_BLOCK = 8;

Grid rowGrid(int rows) { return Grid(std::max(1, ceilDiv(rows, ROWS_PER_BLOCK))); }

template <class T>
std::vector<T> normalised(const std::vector<float>& in, int stride, int rows, int width,
                          const std::vector<float>& weight, const std::vector<float>& bias, float epsilon) {
  std::vector<T> out;
  for (int r = 0; r < rows; r++) {
    const float* x = in.data() + size_t(r) * stride;
    T mean = 0, variance = 0;
    for (int i = 0; i < width; i++) mean += x[i];
    mean /= width;
    for (int i = 0; i < width; i++) variance += (x[i] - mean) * (x[i] - mean);
    variance /= width;
    for (int i = 0; i < width; i++) out.push_back((x[i] - mean) / std::sqrt(variance + epsilon) * weight[i] + bias[i]);
  }
  return out;
}

}  // namespace

TEST(check_finite_finds_one_bad_value) {
  Random random(1);
  const float bad[] = {NAN, INFINITY, -INFINITY};
  for (int width : {1, 7, 64}) {
    for (int kind = 0; kind < 4; kind++) {
      int rows = 37, stride = width + 3;
      std::vector<float> values = random.normals(size_t(rows) * stride);
      for (int r = 0; r < rows; r++) values[r * stride + width] = NAN;  // between rows: not looked at
      if (kind > 0) values[size_t(random.below(rows)) * stride + random.below(width)] = bad[kind - 1];
      DeviceArray<float> data(values);
      DeviceArray<int> flag(std::vector<int>{0});
      launch("check_finite", Grid(2), 256, 0, data.data(), rows, width, stride, flag.data());
      CHECK(flag[0] == (kind > 0 ? 1 : 0));
      checkIntact(data, flag);
    }
  }
}

TEST(gather_rows_writes_or_adds) {
  Random random(2);
  for (int width : {1, 31, 64, 130}) {
    for (int accumulate : {0, 1}) {
      int tableRows = 13, count = 21, stride = width + 1;
      std::vector<float> table = random.normals(size_t(tableRows) * stride);
      std::vector<float> before = random.normals(size_t(count) * width);
      std::vector<int> ids;
      for (int i = 0; i < count; i++) ids.push_back(i % 5 == 0 ? -1 : random.below(tableRows));
      DeviceArray<float> deviceTable(table), out(before);
      DeviceArray<int> deviceIds(ids);
      launch("gather_rows", rowGrid(count), 256, 0, deviceTable.data(), stride, deviceIds.data(), count, width,
             accumulate, out.data(), width);
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < width; c++) {
          float looked = ids[i] < 0 ? 0 : table[ids[i] * stride + c];
          CHECK(out[i * width + c] == (accumulate ? before[i * width + c] + looked : looked));
        }
      }
      checkIntact(deviceTable, out, deviceIds);
    }
  }
}

TEST(embed_rows_adds_up_tables) {
  Random random(3);
  int width = 48, stride = 48, count = 17;
  std::vector<std::vector<float>> tables;
  std::vector<std::vector<int>> ids(5);
  for (int t = 0; t < 5; t++) {
    tables.push_back(random.normals(7 * stride));
    for (int i = 0; i < count; i++) ids[t].push_back(random.below(8) - 1);
  }
  DeviceArray<float> t0(tables[0]), t1(tables[1]), t2(tables[2]), t4(tables[4]), out(count * width);
  DeviceArray<int> i0(ids[0]), i1(ids[1]), i2(ids[2]), i4(ids[4]);
  const float* noTable = nullptr;
  const int* noIds = nullptr;
  launch("embed_rows", rowGrid(count), 256, 0, t0.data(), i0.data(), t1.data(), i1.data(), t2.data(), i2.data(),
         noTable, noIds, t4.data(), i4.data(), stride, count, width, out.data(), width);
  for (int i = 0; i < count; i++) {
    for (int c = 0; c < width; c++) {
      float sum = 0;
      for (int t : {0, 1, 2, 4}) {
        if (ids[t][i] >= 0) sum += tables[t][ids[t][i] * stride + c];
      }
      CHECK(out[i * width + c] == sum);
    }
  }
  checkIntact(out);
}

TEST(layer_norm_is_as_exact_as_plain_loops) {
  Random random(4);
  for (int width : {1, 3, 64, 257}) {
    for (int rows : {1, 8, 19}) {
      int stride = width + 2;
      std::vector<float> in = random.normals(size_t(rows) * stride), weight = random.normals(width),
                         bias = random.normals(width);
      for (float& x : in) x += 30;  // a mean that a one-pass variance would suffer from
      DeviceArray<float> x(in), w(weight), b(bias), out(size_t(rows) * width);
      launch("layer_norm", rowGrid(rows), 256, 0, x.data(), stride, rows, width, w.data(), b.data(), 1e-5f, out.data(),
             width);
      checkClose("layer norm", out.values(), normalised<double>(in, stride, rows, width, weight, bias, 1e-5f),
                 normalised<float>(in, stride, rows, width, weight, bias, 1e-5f), 1e-6);
      checkIntact(x, w, b, out);
      std::vector<float> first = out.values();
      launch("layer_norm", rowGrid(1), 256, 0, x.data() + size_t(rows - 1) * stride, stride, 1, width, w.data(),
             b.data(), 1e-5f, out.data(), width);
      CHECK(sameBits(out.data(), first.data() + size_t(rows - 1) * width, width));
    }
  }
}

TEST(layer_norm_in_place_and_bf16) {
  Random random(5);
  int rows = 9, width = 64;
  std::vector<float> in = random.normals(rows * width), weight = random.normals(width), bias = random.normals(width);
  DeviceArray<float> x(in), w(weight), b(bias), out(rows * width);
  DeviceArray<Bits16> half(rows * width);
  launch("layer_norm", rowGrid(rows), 256, 0, x.data(), width, rows, width, w.data(), b.data(), 1e-5f, out.data(),
         width);
  launch("layer_norm_bf16", rowGrid(rows), 256, 0, x.data(), width, rows, width, w.data(), b.data(), 1e-5f, half.data(),
         width);
  launch("layer_norm", rowGrid(rows), 256, 0, x.data(), width, rows, width, w.data(), b.data(), 1e-5f, x.data(), width);
  for (int i = 0; i < rows * width; i++) {
    CHECK(x[i] == out[i]);
    CHECK(half[i] == bf16(out[i]));
  }
}

TEST(to_bf16_rounds_and_pads) {
  Random random(6);
  int rows = 11, width = 35, stride = 36, outStride = 48;
  std::vector<float> in = random.normals(rows * stride);
  DeviceArray<float> x(in);
  DeviceArray<Bits16> out(rows * outStride);
  launch("to_bf16", rowGrid(rows), 256, 0, x.data(), stride, rows, width, out.data(), outStride);
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < outStride; c++) CHECK(out[r * outStride + c] == (c < width ? bf16(in[r * stride + c]) : 0));
  }
  checkIntact(x, out);
}

TEST(quantise_int8_keeps_half_a_step) {
  Random random(7);
  int rows = 12, width = 50, outStride = 64;
  std::vector<float> in = random.normals(rows * width);
  for (int c = 0; c < width; c++) in[3 * width + c] = 0;
  for (int c = 0; c < width; c++) in[4 * width + c] = 1e-40f;
  DeviceArray<float> x(in), scales(rows);
  DeviceArray<int8_t> out(rows * outStride);
  launch("quantise_int8", rowGrid(rows), 256, 0, x.data(), width, rows, width, out.data(), outStride, scales.data());
  for (int r = 0; r < rows; r++) {
    float greatest = 0;
    for (int c = 0; c < width; c++) {
      greatest = std::max(greatest, std::fabs(in[r * width + c]));
      CHECK(std::fabs(out[r * outStride + c] * scales[r] - in[r * width + c]) <= scales[r] * 0.5001f + 1e-39f);
    }
    for (int c = width; c < outStride; c++) CHECK(out[r * outStride + c] == 0);
    if (greatest > 1e-30f) CHECK(scales[r] == greatest / 127.0f);
  }
  checkIntact(x, scales, out);
}
