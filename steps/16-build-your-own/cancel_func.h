#pragma once
#include <memory>
#include <system_error>
#include <utility>

#include "context/errc.h"
#include "node.h"

namespace own {

/// Ends a context when it is called, and when it goes. So whoever is live has somebody who will end
/// it. Nothing to do here.
class CancelFunc {
 public:
  explicit CancelFunc(std::shared_ptr<Node> node) : node_(std::move(node)) {}
  CancelFunc(CancelFunc&&) = default;  // the other one does nothing any more
  ~CancelFunc() { (*this)(); }

  void operator()(std::error_code why = context::Errc::canceled) const {
    if (const auto kept = node_) end(kept, why);  // a callback may destroy this
  }

 private:
  std::shared_ptr<Node> node_;
};

}  // namespace own
