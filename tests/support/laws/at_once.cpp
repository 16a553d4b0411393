// The law of requests at the same time.
#include <algorithm>
#include <cstddef>
#include <expected>
#include <system_error>

#include "support/laws/law.h"
#include "support/laws/laws.h"

namespace stage::laws {
namespace {

void ben_is_served_while_ann_is_written_to(Scene& scene) {
  Visitor& ann = scene.visitor("ann");
  Visitor& ben = scene.visitor("ben");
  ann.response().write_slowly();

  ann.asks();
  ann.is_served();
  ben.asks();
  ben.is_served();
  ben.expect_its_answer();
  scene.world().run();
  ann.expect_its_answer();
}

}  // namespace

void requests_at_the_same_time_do_not_meet(const Subject& subject) {
  uphold("requests at the same time don't meet: none waits for another, and each gets its own.",
         subject,
         {
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");
               ben.request().target = ann.request().target;

               ann.asks();
               ben.asks();
               ben.is_served();
               ben.expect_its_answer();
               ann.is_served();
               ann.expect_its_answer();
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");
               Visitor& cleo = scene.visitor("cleo");

               ann.asks();
               ben.asks();
               ann.is_served();
               ann.expect_its_answer();
               cleo.asks();
               cleo.is_served();
               cleo.expect_its_answer();
               ben.is_served();
               ben.expect_its_answer();
             },
             [](Scene& scene) {
               constexpr std::size_t many = 20;  // more than many a pool is wide
               auto visitors = scene.visitors(many);

               for (Visitor* const visitor : visitors) visitor->asks();
               // The last first: if any of them had to wait for a place, that one has none.
               std::ranges::reverse(visitors);
               for (Visitor* const visitor : visitors) {
                 visitor->is_served();
                 visitor->expect_its_answer();
               }
             },
             ben_is_served_while_ann_is_written_to,
             [](Scene& scene) {
               if (scene.subject().told != Told::by_the_context) return;  // those stores can't fail
               const auto broken = std::unexpected(make_error_code(std::errc::io_error));
               for (const char* name : {"ann", "ben"}) scene.backend().answers(name, broken);

               ben_is_served_while_ann_is_written_to(scene);
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               const http::Handler copy = scene.server();
               ann.asks(scene.server());
               scene.server() = nullptr;
               ben.asks(copy);
               ben.is_served();
               ben.expect_its_answer();
               ann.is_served();
               ann.expect_its_answer();
             },
         });
}

}  // namespace stage::laws
