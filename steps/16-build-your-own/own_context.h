#pragma once
#include <memory>
#include <stop_token>
#include <system_error>
#include <utility>

#include "cancel_func.h"
#include "node.h"

namespace own {

/// A handle on a node, as the library's Context is; null is the background. Nothing to do here.
class Context {
 public:
  explicit Context(std::shared_ptr<Node> node = nullptr) : node_(std::move(node)) {}
  std::error_code err() const { return node_ ? own::err(*node_) : std::error_code(); }
  std::stop_token done() const { return node_ ? own::done(*node_) : std::stop_token(); }
  const std::shared_ptr<Node>& node() const { return node_; }

 private:
  std::shared_ptr<Node> node_;
};

struct Derived {
  Context ctx;
  CancelFunc cancel;
};

inline Derived with_cancel(const Context& parent) {
  const auto node = derive(parent.node());
  return {Context(node), CancelFunc(node)};
}

}  // namespace own
