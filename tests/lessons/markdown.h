#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lessons {

enum class Kind : std::uint8_t { heading, paragraph, code_block, html, code_span, link };

/// A part of a page that a check looks at.
struct Node {
  Kind kind;
  int line;               // in the page, from 1
  int last_line;          // of a block
  std::string text;       // without its markup; of a code block or span: the code
  std::string detail;     // of a code block: its info string; of a link: its target
  int level = 0;          // of a heading
  bool fenced = false;    // of a code block
  bool mendable = false;  // of a code block: closed, and not inside a list or a quotation
  bool closed = false;    // of a code block
};

/// A page as the Markdown parser sees it: its nodes in reading order. What is inside a paragraph or
/// a heading follows it.
struct Page {
  std::string file;  // from the root of the kata
  std::vector<std::string> lines;
  std::vector<Node> nodes;
};

Page read_page(std::string file, std::string_view text);

/// GitHub's anchor for a heading of this text, the first of that name on its page.
std::string slug(std::string_view heading);

/// The anchors of all headings of a page; GitHub numbers those that come again: a, a-1, a-2.
std::vector<std::string> anchors(const Page& page);

}  // namespace lessons
