// The laws of what is over.
#include <string>

#include "support/laws/law.h"
#include "support/laws/laws.h"

namespace stage::laws {

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

}  // namespace stage::laws
