// Goes down generation by generation, without recursion, and sweeps out who has gone now and then.
#include "node.h"

#include <algorithm>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <shared_mutex>

namespace own {

struct Node {
  std::optional<std::error_code> why;
  std::stop_source source;
  std::list<std::weak_ptr<Node>> children;
  std::size_t sweep_at = 16;
};

namespace {

std::shared_mutex& lock_of_all() {
  static auto* const mutex = new std::shared_mutex;  // nobody knows who ends last
  return *mutex;
}

void adopt(Node& parent, const std::shared_ptr<Node>& child) {
  if (parent.children.size() >= parent.sweep_at) {
    parent.children.remove_if([](const std::weak_ptr<Node>& one) { return one.expired(); });
    parent.sweep_at = std::max<std::size_t>(16, 2 * parent.children.size());
  }
  parent.children.push_back(child);
}

}  // namespace

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  auto node = std::make_shared<Node>();
  if (parent) {
    const std::unique_lock lock(lock_of_all());
    if (parent->why) {
      node->why = parent->why;
      node->source.request_stop();
    } else {
      adopt(*parent, node);
    }
  }
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  std::list<std::shared_ptr<Node>> family{node};
  {
    const std::unique_lock lock(lock_of_all());
    for (const auto& member : family) {
      if (member->why) continue;
      member->why = why;
      for (const auto& child : member->children) {
        if (auto held = child.lock()) family.push_back(std::move(held));
      }
    }
  }
  std::for_each(family.begin(), family.end(), [](const auto& one) { one->source.request_stop(); });
}

std::error_code err(const Node& node) {
  const std::shared_lock lock(lock_of_all());
  return node.why.value_or(std::error_code());
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
