#pragma once
#include <memory>
#include <stop_token>
#include <system_error>

namespace own {

/// What stands behind a context. It is yours: say in node.cpp what it holds, and write the four
/// functions. Any number of threads may call them at once, for the same nodes. None of them waits,
/// but end() for the callbacks that it runs.
struct Node;

/// A new node below `parent`, or at the top of a tree of its own when that is null. It is live, and
/// ends when it is ended or its parent ends. Below a parent that has ended it is born ended, for
/// the same reason, and so it is when the parent ends meanwhile. Whoever lets go of a live node
/// ends it first, as CancelFunc does. A node may keep its parent; but nothing of ours keeps one
/// that nobody else holds, and a parent's size doesn't depend on how many have gone.
std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent);

/// Ends `node` and all that is below it, for the reason `why`, any error; nobody above, and nobody
/// beside. Who has ended before stays as they are: the first one's reason counts. First
/// err() is set for all of them. Then their tokens are stopped, and so the callbacks run, on this
/// thread, which holds no lock of ours: a callback may call whatever is here, let go of any node,
/// or wait for another thread that does. When it returns, err(*node) is set, and all has been done
/// but for what another end() of some of them, elsewhere or further out on this thread, still does.
void end(const std::shared_ptr<Node>& node, std::error_code why);

/// No error while the node is live. Then the reason for which it has ended, which never changes.
std::error_code err(const Node& node);

/// A token of the node, the same each time: nobody else's while it is live, stopped when it has
/// ended, and at once if it is born so. It may outlive the node.
std::stop_token done(const Node& node);

}  // namespace own
