#include "node.h"

#include "context/errc.h"

namespace own {

struct Node {
  std::stop_source source;
};

// Your turn: so far nobody knows whose child they are, and nobody remembers a reason.
std::shared_ptr<Node> derive(const std::shared_ptr<Node>& /*parent*/) {
  return std::make_shared<Node>();
}

void end(const std::shared_ptr<Node>& node, std::error_code /*why*/) {
  node->source.request_stop();
}

std::error_code err(const Node& node) {
  if (node.source.stop_requested()) return context::Errc::canceled;
  return {};
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
