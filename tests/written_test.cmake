# A step in which the learner writes the test: its folder in tests/ has handlers instead of tests. The
# learner's test is compiled once and linked with each handler; with the right ones it must be green,
# with the wrong ones red. The step's own program is the grader, which runs them all.

# What tests that learners write include most; nothing of the stage, whose names they may want. A step
# whose solution is played on the stage has that precompiled: see kata_add_test_object().
add_library(written_test_headers OBJECT EXCLUDE_FROM_ALL support/empty.cpp)
target_link_libraries(written_test_headers PRIVATE http::http GTest::gmock kata_warnings)
target_precompile_headers(written_test_headers PRIVATE
  <functional> <string> <utility> <vector> <gmock/gmock.h> <gtest/gtest.h>)

add_library(grader OBJECT EXCLUDE_FROM_ALL support/grader.cpp)
target_link_libraries(grader PRIVATE stage kata_core kata_warnings)

# The test in `source`, written by a learner or by us.
function(kata_add_test_object target step source)
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${source})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/steps/${step})
  file(GLOB solution CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/solutions/${step}/*.cpp)
  file(STRINGS ${solution} stage REGEX "^#include \"support/stage.h\"")
  if(stage)
    target_link_libraries(${target} PRIVATE stage kata_warnings)
    target_precompile_headers(${target} REUSE_FROM test_headers)
  else()
    target_link_libraries(${target} PRIVATE http::http GTest::gmock kata_warnings)
    target_precompile_headers(${target} REUSE_FROM written_test_headers)
  endif()
endfunction()

# A handler, compiled once for all the tests that are tried on it.
function(kata_add_handler step source)
  string(SUBSTRING ${step} 0 2 number)
  cmake_path(GET source STEM name)
  set(target handler-${number}-${name})
  if(TARGET ${target})
    return()
  endif()
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${source})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/steps/${step})
  target_link_libraries(${target} PRIVATE http::http kata_warnings)
  target_precompile_headers(${target} REUSE_FROM answer_headers)
  kata_give_points(${target})
endfunction()

# The handlers of a step as one object library, for those programs that hold them all. What a test
# calls is read from ours: a learner's may not compile.
function(kata_join_handlers step)
  string(SUBSTRING ${step} 0 2 number)
  if(TARGET handlers-${number})
    return()
  endif()
  file(GLOB handlers CONFIGURE_DEPENDS 
    ${KATA_ROOT}/tests/${step}/handlers/right/[!.]*.cpp
    ${KATA_ROOT}/tests/${step}/handlers/wrong/[!.]*.cpp)
  set(answers "")
  foreach(handler IN LISTS handlers)
    cmake_path(GET handler STEM name)
    list(APPEND answers ${name} ${handler})
  endforeach()
  kata_join_objects(handlers-${number} ${PROJECT_SOURCE_DIR}/steps/${step} solution-${number}-test
    ANSWERS ${answers})
endfunction()

# An executable `target`: the grader of a test. It finds what it has to run in target.handlers: one
# program that holds all handlers, or where they can't be joined target-NAME for each. The latter are
# there for a learner's test in any case, to debug it with one handler.
function(kata_add_written_test target step)
  string(SUBSTRING ${step} 0 2 number)
  set(source ${ARGN} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/support/empty.cpp)  # a learner's may be gone
  list(GET source 0 source)
  kata_add_test_object(${target}-test ${step} ${source})
  set(programs ${CMAKE_CURRENT_BINARY_DIR}/${target}.programs)

  add_executable(${target} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:grader>)
  target_link_libraries(${target} PRIVATE stage kata_core)

  if(KATA_JOINS_HANDLERS)
    kata_join_handlers(${step})
    kata_join_program(${target}-handlers
      $<TARGET_OBJECTS:${target}-test> $<TARGET_OBJECTS:handlers-${number}>)
    set_target_properties(${target}-handlers PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${programs})
    add_dependencies(${target} ${target}-handlers)
  endif()

  set(list "test||${source}\n")
  foreach(kind right wrong)
    file(GLOB handlers CONFIGURE_DEPENDS ${KATA_ROOT}/tests/${step}/handlers/${kind}/[!.]*.cpp)
    foreach(handler IN LISTS handlers)
      cmake_path(GET handler STEM name)
      if(NOT KATA_JOINS_HANDLERS OR NOT KATA_VERIFY)
        kata_add_handler(${step} ${handler})
        add_executable(${target}-${name} EXCLUDE_FROM_ALL
          $<TARGET_OBJECTS:${target}-test> $<TARGET_OBJECTS:handler-${number}-${name}>)
        target_link_libraries(${target}-${name} PRIVATE stage)
        set_target_properties(${target}-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${programs})
      endif()
      set(program ${target}-handlers)
      if(NOT KATA_JOINS_HANDLERS)
        set(program ${target}-${name})
        add_dependencies(${target} ${program})
      endif()
      string(APPEND list "${kind}|$<TARGET_FILE:${program}>|${handler}\n")
    endforeach()
  endforeach()
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${target}.handlers CONTENT "${list}")
endfunction()
