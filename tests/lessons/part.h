#pragma once
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace lessons {

/// A declaration in a source file: a class, a function, a variable, an alias, or a test.
struct Part {
  std::string name;         // with its scopes: stage::World::run; a test: Suite.name
  std::size_t comment = 0;  // where the comment directly above begins; `begin` if there is none
  std::size_t begin = 0;    // the first column of its first line
  std::size_t end = 0;      // behind its last line's end
};

/// The declarations of C++ source, members of classes included, in their order.
std::vector<Part> parts_of_cpp(std::string_view source);

/// The functions and macros of a CMake file.
std::vector<Part> parts_of_cmake(std::string_view source);

/// The part of `source` that is called `name`, with as many of its scopes as make it the only one.
/// Else says in a sentence what is there. The kind of source is told from the file's name.
std::expected<Part, std::string> find_part(const std::string& file, std::string_view source,
                                           std::string_view name);

}  // namespace lessons
