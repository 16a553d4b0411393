// What can be seen of a node, and not of a context: when it goes.
#include "node.h"

#include <memory>
#include <system_error>
#include <vector>

#include "family.h"

namespace {

using Nodes = std::vector<std::shared_ptr<own::Node>>;

TEST(Node, goes_with_the_last_who_holds_it) {
  for (const bool ended_by_another : {true, false}) {
    play([ended_by_another] {
      const auto parent = own::derive(nullptr);
      Nodes nodes;
      for (int i = 0; i < 3; ++i) nodes.push_back(own::derive(i == 0 ? parent : nodes.back()));
      const std::vector<std::weak_ptr<own::Node>> gone(nodes.begin(), nodes.end());

      own::end(ended_by_another ? parent : nodes.front(), reset);
      nodes.clear();

      for (const auto& node : gone) {
        EXPECT_TRUE(node.expired())
            << "A node has ended, nobody holds it any more, and it is still there: what keeps it?";
      }
    });
    if (HasFailure()) return;
  }
}

}  // namespace
