// SPDX-License-Identifier: Apache-2.0

// Says the roots of a published log by its entries alone, computed by Google's
// Certificate Transparency: one line in hex for each size that is asked for.
//
//	ct_judge FOLDER SIZE...
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "merkletree/merkle_tree.h"
#include "merkletree/serial_hasher.h"

namespace {

const size_t kWidth = 256;

// Where the bundle with that number is, by C2SP tlog-tiles.
std::string Path(size_t number, size_t width) {
  char text[32];
  snprintf(text, sizeof(text), "/%03zu", number % 1000);
  std::string path = text;
  for (number /= 1000; number > 0; number /= 1000) {
    snprintf(text, sizeof(text), "/x%03zu", number % 1000);
    path = text + path;
  }
  if (width < kWidth) path += ".p/" + std::to_string(width);
  return "/tile/entries" + path;
}

// Adds the entries of a bundle to the tree; how many there were.
size_t Add(const std::string& file, MerkleTree* tree) {
  std::ifstream in(file, std::ios::binary);
  const std::string data((std::istreambuf_iterator<char>(in)),
                         std::istreambuf_iterator<char>());
  size_t at = 0, count = 0;
  for (; at + 2 <= data.size(); ++count) {
    const size_t length = static_cast<unsigned char>(data[at]) << 8 |
                          static_cast<unsigned char>(data[at + 1]);
    if (at + 2 + length > data.size()) exit(1);
    tree->AddLeaf(data.substr(at + 2, length));
    at += 2 + length;
  }
  return at == data.size() ? count : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const size_t size = strtoull(argv[argc - 1], nullptr, 10);
  MerkleTree tree{std::unique_ptr<SerialHasher>(new Sha256Hasher)};
  for (size_t n = 0; n * kWidth < size; ++n) {
    const size_t rest = size - n * kWidth;
    const size_t width = rest < kWidth ? rest : kWidth;
    if (Add(argv[1] + Path(n, width), &tree) != width) {
      fprintf(stderr, "bundle %zu is not whole\n", n);
      return 1;
    }
  }
  for (int i = 2; i < argc; ++i) {
    for (unsigned char byte :
         tree.RootAtSnapshot(strtoull(argv[i], nullptr, 10)))
      printf("%02x", byte);
    printf("\n");
  }
  return 0;
}
