// Runs the kernel tests: kernel-tests [--small] [--order forward|reverse|random] [--seed N] [NAME...]
// Without an order, all three. Names select the cases that begin so. Exit status 1 if any fails.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "testing.hpp"

namespace {

constexpr const char* ORDERS[] = {"forward", "reverse", "random"};

bool selected(const std::vector<std::string>& prefixes, const std::string& name) {
  if (prefixes.empty()) return true;
  for (const std::string& prefix : prefixes) {
    if (name.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> prefixes;
  std::string onlyOrder;
  unsigned long long seed = 1;
  for (int i = 1; i < count; i++) {
    std::string argument = arguments[i];
    if (argument == "--small") {
      smallSizes = true;
    } else if (argument == "--order" && i + 1 < count) {
      onlyOrder = arguments[++i];
    } else if (argument == "--seed" && i + 1 < count) {
      seed = strtoull(arguments[++i], nullptr, 10);
    } else {
      prefixes.push_back(argument);
    }
  }
  int failures = 0, runs = 0;
  for (int order = 0; order < 3; order++) {
    if (!onlyOrder.empty() && onlyOrder != ORDERS[order]) continue;
    for (const Case& test : cases()) {
      if (!selected(prefixes, test.name)) continue;
      emuConfigure(order, seed);
      runs++;
      auto start = std::chrono::steady_clock::now();
      std::string problem;
      try {
        test.run();
      } catch (const std::exception& e) {
        problem = e.what();
        failures++;
      }
      double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      printf("%s %s %s %.2f s %s\n", problem.empty() ? "ok" : "FAILED", ORDERS[order], test.name, seconds,
             problem.c_str());
      fflush(stdout);
    }
  }
  printf("%d of %d failed, seed %llu\n", failures, runs, seed);
  return failures > 0 || runs == 0 ? 1 : 0;
}
