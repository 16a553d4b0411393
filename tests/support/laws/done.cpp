// The laws of what is over.
#include <memory>
#include <string>
#include <system_error>

#include "context/context.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"

namespace stage::laws {
namespace {

/// What a request carries, and nobody else has.
struct Souvenir {
  using value_type = std::shared_ptr<const std::string>;
};

/// Sends the visitor's request, with a souvenir in its context. When it is over, that must be gone.
class Trail {
 public:
  Trail(Scene& scene, Visitor& visitor) : scene_(scene), visitor_(visitor) {
    visitor.asks([this](auto& response, const auto& request) {
      const auto souvenir = std::make_shared<const std::string>(visitor_.name());
      left_ = souvenir;
      scene_.server()(response, request.with_context(
                                    context::with_value<Souvenir>(request.context(), souvenir)));
    });
  }

  void expect_none() {
    visitor_.is_done_with();
    visitor_.expect_returned("All that was asked for " + visitor_.name() + " has come");
    if (scene_.is_over() || left_.expired()) return;
    scene_.fail("The request of " + visitor_.name() +
                " is over, and something still holds its context. Pass it down, and keep it "
                "nowhere, nor the request.");
  }

 private:
  Scene& scene_;
  Visitor& visitor_;
  std::weak_ptr<const std::string> left_;
};

}  // namespace

void returned_means_done(const Subject& subject) {
  uphold("when the handler returns, all is done: nothing of this request is under way any more.",
         subject,
         {
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");

               ann.asks();
               ann.expect_not_returned("what was asked for ann is under way");
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               ann.response().write_slowly();
               if (scene.subject().finishes_what_it_writes) ann.response().forgive_late_writes();

               ann.asks();
               ann.is_served();
               ann.expect_not_returned("the write to ann is under way");
               ann.gives_up();
               ann.expect_not_returned("the write to ann is under way");
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");

               ann.asks();
               ann.gives_up();
               if (scene.subject().stubborn || scene.backend().at_work_for("ann").empty()) return;
               ann.expect_not_returned("what was asked for ann is under way");
             },
         });
}

void the_stubborn_are_waited_for(const Subject& subject) {
  uphold("when the handler returns, all that it asked have returned, also those who don't listen.",
         subject, {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           scene.backend().be_stubborn();

           ann.asks();
           ann.gives_up();
           ann.expect_not_returned("what was asked for ann is under way");
         }});
}

void gone_means_done(const Subject& subject) {
  uphold("when the last copy of the handler is gone, nothing of it is under way any more.", subject,
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           World& world = scene.world();

           ann.asks(scene.server());  // to copies, which the requests keep
           ben.asks(scene.server());
           ann.gives_up();
           ben.gives_up();
           world.start("end of server", [&server = scene.server()] { server = nullptr; });
           const int inside = scene.backend().inside();
           if (inside > 0 && ann.has_returned() && ben.has_returned() &&
               world.finished("end of server")) {
             scene.fail(
                 "The last copy of the handler is gone, and calls that it began are under way "
                 "still: " +
                 std::to_string(inside) + ". Whoever starts a thread has to wait for it.");
           }
         }});
}

void nothing_of_a_request_is_kept(const Subject& subject) {
  uphold("when a request is over, nothing of it is kept, however it ended.", subject,
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           Visitor& dora = scene.visitor("dora");
           World& world = scene.world();
           if (scene.subject().told == Told::by_the_context) {
             const auto broken = std::unexpected(make_error_code(std::errc::io_error));
             scene.backend().answers("ben", broken);
           }

           world.make<Trail>(scene, ann).expect_none();
           world.make<Trail>(scene, ben).expect_none();
           auto& left = world.make<Trail>(scene, cleo);
           cleo.gives_up();
           left.expect_none();
           dora.gives_up();
           world.make<Trail>(scene, dora).expect_none();
         }});
}

}  // namespace stage::laws
