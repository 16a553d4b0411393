#include "server.h"

#include "context/context.h"
#include "support/context_spy.h"
#include "support/stage.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NiceMock;

class SpyStore : public Store, public stage::ContextSpy {
 public:
  SpyStore(World& world, Answer answer) : ContextSpy(world, std::move(answer)) {
    ON_CALL(*this, fetch)
        .WillByDefault([this](const context::Context& ctx, const std::string& name) {
          remember(name);
          return take_time(ctx, "store.fetch(\"" + name + "\")");
        });
  }

  MOCK_METHOD(Answer, fetch, (context::Context, const std::string&), (override));

  /// What was asked for.
  [[nodiscard]] std::vector<std::string> names() const {
    const std::lock_guard lock(mutex_);
    return names_;
  }

 private:
  void remember(const std::string& name) {
    const std::lock_guard lock(mutex_);
    names_.push_back(name);
  }

  mutable std::mutex mutex_;
  std::vector<std::string> names_;
};

class SpyLog : public Log {
 public:
  explicit SpyLog(World& world) {
    ON_CALL(*this, error).WillByDefault([this, &world](std::string_view message) {
      world.tell("logs \"" + std::string(message) + "\"");
      const std::lock_guard lock(mutex_);
      lines_.emplace_back(message);
    });
  }

  MOCK_METHOD(void, error, (std::string_view), (override));

  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// A server with its store and its log, and a client who asks it for a gopher.
struct Scene {
  Scene(World& world, SpyStore::Answer answer, std::string target = "/?name=gopher")
      : store(world, std::move(answer)),
        log(world),
        handler(server(store, log)),
        client(world, "GET", std::move(target)) {}

  NiceMock<SpyStore> store;
  NiceMock<SpyLog> log;
  http::Handler handler;
  Client client;
};

std::unexpected<std::error_code> error(std::error_code code) { return std::unexpected(code); }

std::unexpected<std::error_code> broken_disk() {
  return error(std::make_error_code(std::errc::io_error));
}

/// What the client was sent, as one would say it.
std::string sent_to(Client& client) {
  const SpyResponseWriter& response = client.response();
  if (!response.touched()) return "nothing at all";
  const int status = static_cast<int>(response.status().value_or(http::Status{}));
  return std::to_string(status) + " and \"" + response.body() + "\", in " +
         std::to_string(response.writes()) + (response.writes() == 1 ? " write" : " writes");
}

constexpr auto how_to_send = "The status goes first, by response.write_header(), then the body.";

void expect_answer(Client& client, int status, const std::string& body,
                   const std::string& hint = how_to_send) {
  const std::string right = std::to_string(status) + " and \"" + body + "\", in 1 write";
  if (sent_to(client) == right) return;
  ADD_FAILURE() << "The client should get " << right << ", and got " << sent_to(client) << ". "
                << hint;
}

TEST(Server, writes_what_the_store_has_under_that_name) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, "a rodent");

    scene.client.sends_to(scene.handler);
    world.run();

    EXPECT_THAT(scene.store.names(), ElementsAre("gopher"))
        << "Fetch once, what request.form_value(\"name\") asks for.";
    expect_answer(scene.client, 200, "a rodent");
    EXPECT_THAT(scene.log.lines(), IsEmpty()) << "All went well. What is there to log?";
  });
}

TEST(Server, passes_the_context_of_the_request_to_the_store) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, "a rodent");

    scene.client.sends_to(scene.handler);
    scene.client.gives_up();

    scene.store.assert_its_context_ended();
  });
}

TEST(Server, answers_500_to_an_error_of_the_store) {
  for (const std::errc code : {std::errc::io_error, std::errc::no_such_file_or_directory,
                               std::errc::operation_not_permitted}) {
    if (HasFailure()) break;
    explore([code](World& world) {
      const std::error_code failure = std::make_error_code(code);
      auto& scene = world.make<Scene>(world, error(failure));

      scene.client.sends_to(scene.handler);
      world.run();

      expect_answer(scene.client, 500, failure.message());
    });
  }
}

TEST(Server, answers_504_when_the_store_runs_out_of_time) {
  explore([](World& world) {
    const std::error_code late = context::Errc::deadline_exceeded;
    auto& scene = world.make<Scene>(world, error(late));

    scene.client.sends_to(scene.handler);
    world.run();

    expect_answer(scene.client, 504, late.message());
  });
}

TEST(Server, answers_504_when_the_request_runs_out_of_time) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, "a rodent");

    scene.client.sends_to([&](http::ResponseWriter& response, const http::Request& request) {
      const auto [ctx, cancel] = context::with_timeout(request.context(), std::chrono::seconds(0));
      scene.handler(response, request.with_context(ctx));
    });
    world.run();

    expect_answer(scene.client, 504, "context deadline exceeded",
                  "The time of the request is over, but nobody has given up: the client still "
                  "waits. Which of the two it was is what err() tells.");
  });
}

TEST(Server, answers_400_to_a_malformed_form) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, "a rodent", "/?name=%zz");

    scene.client.sends_to(scene.handler);
    world.run();

    expect_answer(scene.client, 400, "Invalid argument");
    scene.store.assert_fetched(0);
    EXPECT_THAT(scene.log.lines(), IsEmpty())
        << "What a client got wrong is for the client to know, and not for our log.";
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, "a rodent");
    scene.client.response().write_slowly();

    scene.client.sends_to(scene.handler);
    scene.client.may_give_up();
    world.run();
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up_whatever_the_store_says) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, broken_disk());
    scene.store.fails_when_cancelled(broken_disk().error());
    scene.client.response().write_slowly();

    scene.client.sends_to(scene.handler);
    scene.client.may_give_up();
    world.run();
  });
}

TEST(Server, writes_nothing_when_the_request_comes_cancelled) {
  for (const char* target : {"/?name=gopher", "/?name=%zz"}) {
    if (HasFailure()) break;
    explore([target](World& world) {
      auto& scene = world.make<Scene>(world, "a rodent", target);

      scene.client.gives_up();
      scene.client.sends_to(scene.handler);
      world.run();

      EXPECT_FALSE(scene.client.response().touched()) << "The client had left before we began.";
    });
  }
}

TEST(Server, logs_each_error_of_the_store_once) {
  for (const std::error_code code : {std::make_error_code(std::errc::io_error),
                                     make_error_code(context::Errc::deadline_exceeded)}) {
    if (HasFailure()) break;
    explore([code](World& world) {
      auto& scene = world.make<Scene>(world, error(code));

      scene.client.sends_to(scene.handler);
      world.run();

      EXPECT_THAT(scene.log.lines(), ElementsAre(HasSubstr(code.message())))
          << "Somebody ought to look into that: log.error(), once, with the error's message.";
    });
  }
}

TEST(Server, does_not_log_that_the_client_has_given_up) {
  for (const std::error_code code :
       {make_error_code(context::Errc::canceled), std::make_error_code(std::errc::io_error)}) {
    if (HasFailure()) break;
    explore([code](World& world) {
      auto& scene = world.make<Scene>(world, "a rodent");
      scene.store.fails_when_cancelled(code);

      scene.client.sends_to(scene.handler);
      scene.client.gives_up();
      world.run();

      EXPECT_THAT(scene.log.lines(), IsEmpty())
          << "The client gave up, and that is no error of the store, whatever the store makes of "
             "it.";
    });
  }
}

}  // namespace
