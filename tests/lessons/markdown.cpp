#include "lessons/markdown.h"

#include <cctype>
#include <map>
#include <memory>
#include <utility>

#include <cmark.h>

#include "lessons/text.h"

namespace lessons {
namespace {

struct Free {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
};

std::string literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? "" : text;
}

/// The words of a heading, paragraph or link, with the line ends of the source.
std::string plain_text(cmark_node* block) {
  std::string text;
  const std::unique_ptr<cmark_iter, Free> iter(cmark_iter_new(block));
  while (cmark_iter_next(iter.get()) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(iter.get());
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        text += literal(node);
        break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK:
        text += '\n';
        break;
      default:
        break;
    }
  }
  return text;
}

/// The parser closes an open fence at the next one, or at the end of the page, without a word: look
/// for the fence, and for one inside.
bool is_closed(const std::vector<std::string>& lines, const Node& block) {
  if (block.last_line <= block.line) return false;
  const std::string& first = lines[static_cast<std::size_t>(block.line) - 1];
  const std::string_view last = trimmed(lines[static_cast<std::size_t>(block.last_line) - 1]);
  const char mark = first.find("```") == std::string::npos ? '~' : '`';
  const std::size_t from = first.find(mark);
  const std::size_t length = first.find_first_not_of(mark, from);
  const std::size_t least = (length == std::string::npos ? first.size() : length) - from;
  const std::string fence(least, mark);
  for (int line = block.line + 1; line < block.last_line; ++line) {
    if (trimmed(lines[static_cast<std::size_t>(line) - 1]).starts_with(fence)) return false;
  }
  return last.size() >= least && last.find_first_not_of(mark) == std::string_view::npos;
}

Node code_block(cmark_node* source, Node node, const std::vector<std::string>& lines) {
  node.kind = Kind::code_block;
  node.text = literal(source);
  node.detail = cmark_node_get_fence_info(source);
  const std::string& first = lines[static_cast<std::size_t>(node.line) - 1];
  node.fenced = first.find("```") != std::string::npos || first.find("~~~") != std::string::npos;
  node.closed = !node.fenced || is_closed(lines, node);
  node.mendable = node.fenced && node.closed && (first.front() == '`' || first.front() == '~');
  return node;
}

/// Below a paragraph whose lines are indented or in a table the parser's line can be missing.
int line_of(cmark_node* node) {
  for (; node != nullptr; node = cmark_node_parent(node)) {
    if (const int line = cmark_node_get_start_line(node); line > 0) return line;
  }
  return 1;
}

void add(cmark_node* source, Page& page) {
  Node node{.kind = Kind::paragraph,
            .line = line_of(source),
            .last_line = cmark_node_get_end_line(source),
            .text = {},
            .detail = {}};
  switch (cmark_node_get_type(source)) {
    case CMARK_NODE_HEADING:
      node.kind = Kind::heading;
      node.level = cmark_node_get_heading_level(source);
      node.text = plain_text(source);
      break;
    case CMARK_NODE_PARAGRAPH:
      node.text = plain_text(source);
      break;
    case CMARK_NODE_CODE_BLOCK:
      node = code_block(source, node, page.lines);
      break;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
      node.kind = Kind::html;
      node.text = literal(source);
      break;
    case CMARK_NODE_CODE:
      node.kind = Kind::code_span;
      node.text = literal(source);
      break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
      node.kind = Kind::link;
      node.text = plain_text(source);
      node.detail = cmark_node_get_url(source);
      break;
    default:
      return;
  }
  page.nodes.push_back(std::move(node));
}

}  // namespace

Page read_page(std::string file, std::string_view text) {
  Page page{.file = std::move(file), .lines = lines_of(text), .nodes = {}};
  const std::unique_ptr<cmark_node, Free> document(
      cmark_parse_document(text.data(), text.size(), CMARK_OPT_SOURCEPOS));
  cmark_consolidate_text_nodes(document.get());
  const std::unique_ptr<cmark_iter, Free> iter(cmark_iter_new(document.get()));
  for (cmark_event_type event{}; (event = cmark_iter_next(iter.get())) != CMARK_EVENT_DONE;) {
    if (event == CMARK_EVENT_ENTER) add(cmark_iter_get_node(iter.get()), page);
  }
  return page;
}

std::string slug(std::string_view heading) {
  std::string result;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      result += c;
    } else if (std::isalnum(byte) != 0 || c == '-' || c == '_') {
      result += static_cast<char>(std::tolower(byte));
    } else if (c == ' ') {
      result += '-';
    }
  }
  // Of what isn't ASCII, letters stay and signs go; these are the signs that we write.
  for (const std::string_view sign : {"·", "…", "–", "—", "→", "’", "“", "”"}) {
    for (std::size_t at = 0; (at = result.find(sign)) != std::string::npos;) {
      result.erase(at, sign.size());
    }
  }
  return result;
}

std::vector<std::string> anchors(const Page& page) {
  std::vector<std::string> result;
  std::map<std::string, int> seen;
  for (const Node& node : page.nodes) {
    if (node.kind != Kind::heading) continue;
    const std::string name = slug(node.text);
    const int times = seen[name]++;
    result.push_back(times == 0 ? name : name + "-" + std::to_string(times));
  }
  return result;
}

}  // namespace lessons
