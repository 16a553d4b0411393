#include <algorithm>
#include <ostream>
#include <vector>

#include "context/context.h"
#include "context/detail/time_source.h"
#include "context/detail/value_node.h"

namespace context::inline v1 {
namespace detail {
namespace {

/// What stands before a link of the chain; the background itself is no node.
std::ostream& dot(std::ostream& out, const Node& node) {
  return out << (node.parent == nullptr ? "background." : ".");
}

std::ostream& operator<<(std::ostream& out, Errc why) {
  return out << (why == Errc::canceled ? "[canceled]" : "[deadline exceeded]");
}

}  // namespace

void CancelNode::print(std::ostream& out) const {
  dot(out, *this) << "with_cancel";
  if (const std::uint8_t why = ended(); why != 0) out << static_cast<Errc>(why);
}

void DeadlineNode::print(std::ostream& out) const {
  dot(out, *this) << "with_timeout";
  if (const std::uint8_t why = ended(); why != 0) {
    out << static_cast<Errc>(why);
  } else {
    const std::chrono::duration<double> left = deadline - time_of(this).now();
    out << '(' << left.count() << "s left)";
  }
}

void ValueNode::print(std::ostream& out) const {
  dot(out, *this) << "with_value(" << name_of_key() << ')';
}

void WithoutCancelNode::print(std::ostream& out) const { dot(out, *this) << "without_cancel"; }

}  // namespace detail

// Not by recursion: a chain may be a million long.
std::ostream& operator<<(std::ostream& out, const Context& ctx) {
  std::vector<const detail::Node*> chain;
  for (const detail::Node* node = ctx.node(); node != nullptr; node = node->parent) {
    chain.push_back(node);
  }
  if (chain.empty()) out << "background";
  std::for_each(chain.rbegin(), chain.rend(), [&out](const auto* node) { node->print(out); });
  return out;
}

}  // namespace context::inline v1
