# How a step is built. Its test is compiled once and linked with each answer there is: the learner's,
# the solution, the wrong ones and the other right ones. So an edit costs one small compile and a link.
option(KATA_VERIFY "Build and test every answer, not only the learner's" OFF)
set(KATA_REPEAT 200 CACHE STRING "How often each solution is repeated")

# What tests include most, compiled once (gmock alone takes a second).
add_library(test_headers OBJECT EXCLUDE_FROM_ALL support/empty.cpp)
target_link_libraries(test_headers PRIVATE stage kata_warnings)
target_precompile_headers(test_headers PRIVATE support/stage.h)

# What answers include most; nothing of the tests, so that an answer names what it uses.
add_library(answer_headers OBJECT EXCLUDE_FROM_ALL support/empty.cpp)
target_link_libraries(answer_headers PRIVATE http::http kata_warnings)
target_precompile_headers(answer_headers PRIVATE
  <condition_variable> <expected> <functional> <future> <memory> <mutex> <optional> <stop_token>
  <string> <system_error> <thread> <vector>)

include(written_test.cmake)

# An executable `target`: this step's tests with this answer. Where the answer is a test, see there.
function(kata_add_answer target step)
  string(SUBSTRING ${step} 0 2 number)
  if(NOT TARGET tests-${number})
    kata_add_written_test(${target} ${step} ${ARGN})
    return()
  endif()
  add_executable(${target} EXCLUDE_FROM_ALL ${ARGN} $<TARGET_OBJECTS:tests-${number}>)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/steps/${step})
  target_link_libraries(${target} PRIVATE laws kata_warnings)
  target_precompile_headers(${target} REUSE_FROM answer_headers)
  if(KATA_VERIFY)
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL OFF)
  endif()
endfunction()

function(kata_label test label)
  set_tests_properties(${test} PROPERTIES LABELS "${label}" TIMEOUT 600)
endfunction()

# Answers in tests/NN-name/wrong: each is red for exactly the tests that its first line names.
function(kata_add_wrong_answers step number)
  file(GLOB answers CONFIGURE_DEPENDS ${step}/wrong/*.cpp)
  foreach(answer IN LISTS answers)
    cmake_path(GET answer STEM name)
    kata_add_answer(wrong-${number}-${name} ${step} ${answer})
    add_test(NAME wrong-${number}-${name}
      COMMAND kata-judge $<TARGET_FILE:wrong-${number}-${name}> ${answer})
    kata_label(wrong-${number}-${name} wrong)
  endforeach()
endfunction()

function(kata_add_right_answers step number)
  file(GLOB answers CONFIGURE_DEPENDS ${step}/right/*.cpp)
  foreach(answer IN LISTS answers)
    cmake_path(GET answer STEM name)
    kata_add_answer(right-${number}-${name} ${step} ${answer})
    add_test(NAME right-${number}-${name}
      COMMAND right-${number}-${name} --gtest_brief=1 --gtest_repeat=${KATA_REPEAT})
    kata_label(right-${number}-${name} right)
  endforeach()
endfunction()

function(kata_add_step step)
  string(SUBSTRING ${step} 0 2 number)
  set(folder ${PROJECT_SOURCE_DIR}/steps/${step})
  set(solution ${PROJECT_SOURCE_DIR}/solutions/${step})

  file(GLOB tests CONFIGURE_DEPENDS ${step}/*_test.cpp)
  if(tests)
    list(SORT tests ORDER DESCENDING)  # googletest runs them so: the step's own before laws_test.cpp
    add_library(tests-${number} OBJECT EXCLUDE_FROM_ALL ${tests})
    target_include_directories(tests-${number} PRIVATE ${folder})
    target_link_libraries(tests-${number} PRIVATE laws kata_warnings)
    target_precompile_headers(tests-${number} REUSE_FROM test_headers)
  endif()

  file(GLOB answer CONFIGURE_DEPENDS ${folder}/*.cpp)
  kata_add_answer(step-${number} ${step} ${answer})
  set_target_properties(step-${number} PROPERTIES EXCLUDE_FROM_ALL ON)

  file(GLOB answer CONFIGURE_DEPENDS ${solution}/*.cpp)
  kata_add_answer(solution-${number} ${step} ${answer})

  if(KATA_VERIFY)
    add_test(NAME solution-${number}
      COMMAND solution-${number} --gtest_brief=1 --gtest_repeat=${KATA_REPEAT})
    kata_label(solution-${number} solution)
    kata_add_wrong_answers(${step} ${number})
    kata_add_right_answers(${step} ${number})
    add_test(NAME pristine-${number} COMMAND ${CMAKE_COMMAND}
      -DSTEP=${step} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_SOURCE_DIR}/pristine.cmake)
    set_tests_properties(pristine-${number} PROPERTIES SKIP_REGULAR_EXPRESSION "left alone")
    kata_label(pristine-${number} starter)
  else()
    # For those who work with ctest or an IDE alone: testing a step builds it first.
    add_test(NAME build-step-${number} COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR}
      --target step-${number})
    add_test(NAME step-${number} COMMAND step-${number})
    set_tests_properties(build-step-${number} PROPERTIES FIXTURES_SETUP step-${number})
    set_tests_properties(step-${number} PROPERTIES FIXTURES_REQUIRED step-${number})
    kata_label(build-step-${number} step-${number})
    kata_label(step-${number} step-${number})
  endif()
endfunction()
