// Keeps a reason as a number, and knows two kinds of reasons. Caught by: Tree.keeps_a_reason_of_any_kind
#include "node.h"

#include <mutex>
#include <vector>

#include "context/errc.h"

namespace own {

struct Reason {
  int number = 0;  // none while it is live
  bool is_ours = false;

  Reason() = default;
  Reason(std::error_code why)
      : number(why.value()), is_ours(why.category() == context::category()) {}
  explicit operator bool() const { return number != 0; }
  operator std::error_code() const {
    return {number, is_ours ? context::category() : std::generic_category()};
  }
};

struct Node {
  Reason why;
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> children;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || node->why) return;
  node->why = why;
  marked.push_back(node);
  for (const auto& child : node->children) mark(child.lock(), why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  std::erase_if(parent->children, [](const auto& child) { return child.expired(); });
  parent->children.push_back(node);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  Nodes marked;
  {
    const std::lock_guard lock(mutex);
    mark(node, why, marked);
  }
  for (const auto& one : marked) one->source.request_stop();  // here the callbacks run
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  if (!node.why) return {};
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
