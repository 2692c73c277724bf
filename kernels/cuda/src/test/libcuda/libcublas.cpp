// A libcublas.so.12 on the device of libcuda.cpp: with it JCuda's library for cuBLAS and its argument conversions run in
// a test without a GPU. Of cuBLAS only what the launcher calls is here, and of a product only the form that it asks for.
// Every call is told on the standard error, so that a test can see which shapes arrived.
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

extern "C" bool fakeHolds(const void* address, size_t bytes);

namespace {

enum Status { SUCCESS = 0, INVALID_VALUE = 7, NOT_SUPPORTED = 15 };
enum Operation { AS_IT_IS = 0 };
enum MathMode { PEDANTIC = 2 };

struct Handle {
  void* stream = nullptr;
  int mathMode = 0;
};

int refusal(const char* variable) {
  const char* text = getenv(variable);
  return text == nullptr ? SUCCESS : atoi(text);
}

// A matrix by columns, the last of which ends where its values do.
bool holds(const float* matrix, int rows, int columns, int leading) {
  return leading >= rows && fakeHolds(matrix, (size_t(columns - 1) * leading + rows) * sizeof(float));
}

}  // namespace

extern "C" {

int cublasCreate_v2(Handle** handle) {
  int status = refusal("PANNIER_FAKE_CUBLAS_CREATE");
  if (status == SUCCESS) *handle = new Handle;
  return status;
}

int cublasDestroy_v2(Handle* handle) {
  delete handle;
  fprintf(stderr, "cublas ended\n");
  return SUCCESS;
}

int cublasSetStream_v2(Handle* handle, void* stream) {
  handle->stream = stream;
  return SUCCESS;
}

int cublasSetMathMode(Handle* handle, int mode) {
  handle->mathMode = mode;
  return refusal("PANNIER_FAKE_CUBLAS_MATH");
}

int cublasSgemm_v2(Handle* handle, int transposeA, int transposeB, int m, int n, int k, const float* alpha,
                   const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
  fprintf(stderr, "cublas m=%d n=%d k=%d lda=%d ldb=%d ldc=%d\n", m, n, k, lda, ldb, ldc);
  int status = refusal("PANNIER_FAKE_CUBLAS_SGEMM");
  if (status != SUCCESS) return status;
  if (handle->stream == nullptr || handle->mathMode != PEDANTIC || transposeA != AS_IT_IS || transposeB != AS_IT_IS ||
      *alpha != 1 || *beta != 0) {
    return NOT_SUPPORTED;
  }
  if (!holds(a, m, k, lda) || !holds(b, k, n, ldb) || !holds(c, m, n, ldc)) return INVALID_VALUE;
  for (int j = 0; j < n; j++) {
    float* column = c + size_t(j) * ldc;
    for (int i = 0; i < m; i++) column[i] = 0;
    for (int l = 0; l < k; l++) {
      float factor = b[size_t(j) * ldb + l];
      for (int i = 0; i < m; i++) column[i] = fmaf(a[size_t(l) * lda + i], factor, column[i]);
    }
  }
  return SUCCESS;
}
}
