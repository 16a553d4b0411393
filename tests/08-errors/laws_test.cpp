// What this step's contract promises beside its own idea: see tests/support/laws.
#include "support/laws/laws.h"

#include "desk.h"
#include "support/laws/law.h"
#include "support/stage.h"

namespace {

using stage::laws::Answer;
using stage::laws::Backend;
using stage::laws::nothing;
using stage::laws::Outcome;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::error_code disk = make_error_code(std::errc::io_error);
const std::error_code canceled = context::Errc::canceled;
const std::error_code late = context::Errc::deadline_exceeded;

Outcome failure(std::error_code error) {
  const bool in_time = error != late;
  return {in_time ? http::Status::internal_server_error : http::Status::gateway_timeout,
          error.message()};
}

Subject subject() {
  return {.serve =
              [](World& world, Backend& backend) {
                return server(world.make<NamedStore>(backend), world.make<BackendLog>(world));
              },
          .refuses_the_cancelled = false,
          .failure = failure,
          .late = failure(late)};
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(any_error_is_an_error);
LAW(returned_means_done);
LAW(each_client_who_gives_up_counts);
LAW(who_waits_is_waited_for);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);

/// The errors of somebody else's library, with numbers that mean something else here.
class Tape : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "tape"; }
  [[nodiscard]] std::string message(int number) const override {
    return "tape " + std::to_string(number) + " is 100% full: %s";
  }
};

void asks_and_gives_up(Visitor& visitor, const Desk& desk) {
  visitor.asks(desk.handler);
  visitor.gives_up();
  visitor.is_done_with();
}

void asks_and_is_served(Visitor& visitor, const Desk& desk) {
  visitor.asks(desk.handler);
  visitor.is_served();
}

TEST(Law, whatever_error_a_store_has_of_its_own_it_is_one) {
  static const Tape tape;
  uphold("an error is an error, also when it looks like the end of a context that is live.",
         subject(), {[](Scene& scene) {
           const std::vector<std::error_code> errors = {
               disk,
               canceled,
               late,
               make_error_code(std::errc::operation_canceled),
               make_error_code(std::errc::interrupted),
               make_error_code(std::errc::invalid_argument),
               make_error_code(std::errc::permission_denied),
               make_error_code(std::errc::connection_refused),
               make_error_code(std::errc::host_unreachable),
               make_error_code(std::errc::resource_unavailable_try_again),
               make_error_code(std::errc::no_space_on_device),
               make_error_code(std::errc::filename_too_long),
               make_error_code(std::errc::function_not_supported),
               make_error_code(std::errc::stream_timeout),
               std::error_code(1, tape),
               std::error_code(2, tape),
               std::error_code(ECANCELED, std::system_category())};
           const auto visitors = scene.visitors(errors.size());
           for (std::size_t i = 0; i < errors.size(); ++i) {
             scene.backend().answers(visitors[i]->name(), std::unexpected(errors[i]));
           }
           auto& desk = scene.world().make<Desk>(scene);

           for (Visitor* const visitor : visitors) {
             const auto before = desk.log.lines().size();
             asks_and_is_served(*visitor, desk);

             visitor->expect_its_answer();
             visitor->expect_all_its_calls();
             const auto lines = desk.log.lines();
             const auto answer = scene.backend().answer_for(visitor->name());
             EXPECT_THAT(
                 std::vector(lines.begin() + static_cast<std::ptrdiff_t>(before), lines.end()),
                 ElementsAre(HasSubstr(answer.error().message())))
                 << "The log gets one line for it, with its message.";
           }
         }});
}

TEST(Law, the_log_gets_a_line_for_each_failure_and_for_nothing_else) {
  uphold(
      "the log gets a line for each failure of the store, and for nothing else.", subject(),
      {[](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");
        Visitor& cleo = scene.visitor("cleo");
        Visitor& dora = scene.visitor("dora");
        Visitor& ed = scene.visitor("ed");
        dora.request().target = "/?name=%q";
        for (const char* name : {"ann", "ed"}) {
          scene.backend().answers(name, std::unexpected(disk));
        }
        auto& desk = scene.world().make<Desk>(scene);

        asks_and_is_served(ann, desk);
        asks_and_gives_up(ben, desk);
        asks_and_is_served(cleo, desk);
        dora.asks(desk.handler);
        asks_and_is_served(ed, desk);

        EXPECT_THAT(desk.log.lines(),
                    ElementsAre(HasSubstr(disk.message()), HasSubstr(disk.message())))
            << "For ann the store has failed, and for ed again. Ben has left, cleo got data, and "
               "dora's form was malformed.";
      }});
}

TEST(Law, the_same_failure_again_is_a_failure_again) {
  uphold("each failure of the store gets its line in the log, also the same once more.", subject(),
         {[](Scene& scene) {
           constexpr std::size_t many = 40;
           const auto visitors = scene.visitors(many);
           auto& desk = scene.world().make<Desk>(scene);
           for (Visitor* const visitor : visitors) {
             scene.backend().answers(visitor->name(), std::unexpected(disk));
           }

           for (Visitor* const visitor : visitors) {
             asks_and_is_served(*visitor, desk);
             visitor->expect_its_answer();
           }

           EXPECT_EQ(desk.log.lines().size(), many) << "So often the store has failed.";
         }});
}

TEST(Law, who_has_left_gets_nothing_whatever_the_store_says) {
  uphold("whoever has given up gets nothing, and nothing is logged, whatever the store says.",
         subject(), {[](Scene& scene) {
           const std::vector<Answer> answers = {"data", std::unexpected(disk),
                                                std::unexpected(late), std::unexpected(canceled)};
           const auto visitors = scene.visitors(answers.size());
           for (std::size_t i = 0; i < answers.size(); ++i) {
             scene.backend().answers(visitors[i]->name(), answers[i]);
           }
           scene.backend().be_stubborn();
           auto& desk = scene.world().make<Desk>(scene);

           for (Visitor* const visitor : visitors) asks_and_gives_up(*visitor, desk);

           for (Visitor* const visitor : visitors) visitor->expect(nothing());
           EXPECT_THAT(desk.log.lines(), IsEmpty());
         }});
}

}  // namespace
