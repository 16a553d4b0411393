# Is steps/STEP still what a learner starts from? That is kept in wrong/starter.cpp, below the line
# that names the tests that catch it. A learner's own work is never touched, only spoken of.
string(REGEX REPLACE "([][])" "[\\1]" root "${ROOT}")
file(GLOB answer ${root}/steps/${STEP}/[!.]*.cpp)
file(READ ${answer} mine)
file(READ ${ROOT}/tests/${STEP}/wrong/starter.cpp starter)
string(FIND "${starter}" "\n" first_line_end)
math(EXPR second_line "${first_line_end} + 1")
string(SUBSTRING "${starter}" ${second_line} -1 starter)
if(NOT mine STREQUAL starter)
  cmake_path(RELATIVE_PATH answer BASE_DIRECTORY ${ROOT})
  if(DEFINED ENV{CI})
    message(FATAL_ERROR "${answer} differs from tests/${STEP}/wrong/starter.cpp (without its first "
      "line). Make them equal: ./kata reset takes the starter from there.")
  endif()
  message(STATUS "${answer} holds your own work: left alone. The starter that ships was checked.")
endif()
