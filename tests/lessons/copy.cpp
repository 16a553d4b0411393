#include "lessons/copy.h"

#include <fstream>

#include "lessons/text.h"

namespace lessons {
namespace {

namespace fs = std::filesystem;

bool write_if_other(const fs::path& path, const std::string& text) {
  const auto old = read_file(path);
  if (old && *old == text) return true;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return static_cast<bool>(file);
}

std::expected<std::string, std::string> wanted_text(const Tree& tree, const std::string& file,
                                                    const Subject& subject) {
  const Step* step = tree.step(subject.step);
  const bool is_answer = step != nullptr && file == tree.answer_file(*step);
  if (is_answer && subject.answer == Answer::attempt) return subject.source;
  if (is_answer && subject.answer == Answer::solution) {
    return tree.text("solutions" + file.substr(file.find('/')));
  }
  return tree.text(file);
}

}  // namespace

fs::path copy_of_kata(const fs::path& build_folder) { return build_folder / "lessons" / "kata"; }

std::expected<void, std::string> copy_kata(const Tree& tree, const fs::path& copy,
                                           const Subject& subject) {
  for (const std::string& file : tree.files()) {
    if (file.starts_with(".")) continue;
    const auto text = wanted_text(tree, file, subject);
    if (!text) return std::unexpected(text.error());
    if (!write_if_other(copy / file, *text)) {
      return std::unexpected("can't write " + (copy / file).string());
    }
    std::error_code ignored;
    fs::permissions(copy / file, fs::status(tree.root() / file, ignored).permissions(), ignored);
  }
  return {};
}

}  // namespace lessons
