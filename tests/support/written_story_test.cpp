#include "support/written_story.h"

#include "support/stage.h"

namespace stage {
namespace {

TEST(WrittenStory, is_a_line_of_json) {
  WalkResult result;
  result.number = 2;
  result.order = "cancel -> fetch returns";
  result.lines = {{"client", "GET /", ""},
                  {"handler", "writes \"\xff é\n\"", "after the cancellation"}};

  EXPECT_EQ(as_json("Server.writes_once", result),
            R"({"test": "Server.writes_once", "number": 2, "order": "cancel -> fetch returns", )"
            R"("failures": [], "lines": [{"who": "client", "what": "GET /", "remark": ""}, )"
            R"({"who": "handler", "what": "writes \"\u00ff é\u000a\"", )"
            R"("remark": "after the cancellation"}]})");
}

TEST(WrittenStory, says_what_failed_in_it) {
  WalkResult result;
  result.parts.Append(
      testing::TestPartResult(testing::TestPartResult::kNonFatalFailure, "a.cpp", 1, "no"));

  EXPECT_NE(as_json("A.b", result).find(R"("failures": ["no"])"), std::string::npos);
}

}  // namespace
}  // namespace stage
