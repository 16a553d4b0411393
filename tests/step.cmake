# How a step is built. Its test is compiled once and linked with each answer there is: the learner's,
# the solution, the wrong ones and the other right ones. So an edit costs one small compile and a link.
set(KATA_REPEAT 200 CACHE STRING "How often right answers are repeated, at most")
set(KATA_REPEAT_SECONDS 0.5 CACHE STRING "And for how long, in processor time; 0 for no limit")

# What tests include most, compiled once (gmock alone takes a second).
add_library(test_headers OBJECT EXCLUDE_FROM_ALL support/empty.cpp)
target_link_libraries(test_headers PRIVATE stage kata_warnings)
target_precompile_headers(test_headers PRIVATE support/stage.h)

include(support/points/points.cmake)
include(needs.cmake)
add_library(answer_headers OBJECT EXCLUDE_FROM_ALL support/empty.cpp)
target_link_libraries(answer_headers PRIVATE http::http kata_warnings)
target_precompile_headers(answer_headers PRIVATE ${KATA_ANSWER_HEADERS})
kata_give_points(answer_headers OPTIONS)

include(joined.cmake)
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
  target_link_libraries(${target} PRIVATE laws kata_warnings needs-${number})
  kata_answer_headers(headers ${number})
  target_precompile_headers(${target} REUSE_FROM ${headers})
  kata_has_points(has_points ${headers})
  if(has_points)
    kata_give_points(${target})
  endif()
endfunction()

# The test `name`: kata-judge finds `answer` to be as its kind (wrong, right, solution) must be. A
# wrong one is red for exactly the tests that its first line names, the others are green each time.
function(kata_add_judgement name kind number answer)
  set(program ${name})
  if(KATA_JOINS_ANSWERS AND TARGET tests-${number})
    set(program answers-${number})
  endif()
  set_target_properties(${program} PROPERTIES EXCLUDE_FROM_ALL OFF)
  set(green --green ${KATA_REPEAT} ${KATA_REPEAT_SECONDS})
  if(kind STREQUAL wrong)
    set(green "")
  endif()
  add_test(NAME ${name} COMMAND kata-judge ${green} $<TARGET_FILE:${program}> ${answer})
  kata_label(${name} ${kind})
endfunction()

function(kata_label test label)
  set_tests_properties(${test} PROPERTIES LABELS "${label}" TIMEOUT 600)
endfunction()

# The test thorough-NN: the solution is green with a thread held at every point at which that might matter.
function(kata_add_thorough_test number solution)
  set(program solution-${number})
  if(KATA_JOINS_ANSWERS)
    set(program answers-${number})
  endif()
  add_test(NAME thorough-${number} COMMAND ${program} --gtest_brief=1)
  kata_label(thorough-${number} solution)
  set_tests_properties(thorough-${number} PROPERTIES ENVIRONMENT "KATA_HOLDS=all;KATA_ANSWER=${solution}")
endfunction()

# Judges the solution and the answers in tests/NN-name/wrong and right.
function(kata_add_judgements step number solution)
  set(joined solution-${number} ${solution})
  if(KATA_JOINS_ANSWERS AND TARGET tests-${number})
    kata_join_program(answers-${number}
      $<TARGET_OBJECTS:tests-${number}> $<TARGET_OBJECTS:answers-${number}-objects>)
    target_link_libraries(answers-${number} PRIVATE needs-${number})
  endif()
  kata_add_judgement(solution-${number} solution ${number} ${solution})
  kata_answer_headers(headers ${number})
  kata_has_points(has_points ${headers})
  if(has_points AND TARGET tests-${number})
    kata_add_thorough_test(${number} ${solution})
  endif()
  foreach(kind right wrong)
    file(GLOB answers CONFIGURE_DEPENDS ${KATA_ROOT}/tests/${step}/${kind}/[!.]*.cpp)
    foreach(answer IN LISTS answers)
      cmake_path(GET answer STEM name)
      set(name ${kind}-${number}-${name})
      kata_add_answer(${name} ${step} ${answer})
      kata_add_judgement(${name} ${kind} ${number} ${answer})
      list(APPEND joined ${name} ${answer})
    endforeach()
  endforeach()

  if(KATA_JOINS_ANSWERS AND TARGET tests-${number})
    kata_join_objects(answers-${number}-objects ${PROJECT_SOURCE_DIR}/steps/${step} tests-${number}
      HEADERS ${headers} ANSWERS ${joined})
    target_link_libraries(answers-${number}-objects PRIVATE needs-${number})
  endif()
endfunction()

function(kata_add_step step)
  string(SUBSTRING ${step} 0 2 number)
  set(folder ${PROJECT_SOURCE_DIR}/steps/${step})
  set(solution ${PROJECT_SOURCE_DIR}/solutions/${step})

  kata_take_what_it_needs(${step} ${number} lacking)
  if(lacking)
    return()
  endif()

  file(GLOB tests CONFIGURE_DEPENDS ${KATA_ROOT}/tests/${step}/[!.]*_test.cpp)
  if(tests)
    list(SORT tests ORDER DESCENDING)  # googletest runs them so: the step's own before laws_test.cpp
    add_library(tests-${number} OBJECT EXCLUDE_FROM_ALL ${tests})
    target_include_directories(tests-${number} PRIVATE ${folder})
    target_link_libraries(tests-${number} PRIVATE laws kata_warnings needs-${number})
    target_precompile_headers(tests-${number} REUSE_FROM test_headers)
  endif()

  file(GLOB answer CONFIGURE_DEPENDS ${KATA_ROOT}/steps/${step}/[!.]*.cpp)
  kata_add_answer(step-${number} ${step} ${answer})

  file(GLOB answer CONFIGURE_DEPENDS ${KATA_ROOT}/solutions/${step}/[!.]*.cpp)
  kata_add_answer(solution-${number} ${step} ${answer})

  file(GLOB bench CONFIGURE_DEPENDS ${step}/*_bench.cpp)
  if(bench)
    add_executable(bench-${number} EXCLUDE_FROM_ALL ${bench} ${answer})
    target_include_directories(bench-${number} PRIVATE ${folder})
    target_link_libraries(bench-${number} PRIVATE context::context kata_warnings needs-${number})
    target_compile_options(bench-${number} PRIVATE -O2)
  endif()

  if(KATA_VERIFY)
    kata_add_judgements(${step} ${number} ${answer})
    add_test(NAME starter-unchanged-${number} COMMAND ${CMAKE_COMMAND}
      -DSTEP=${step} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_SOURCE_DIR}/starter_unchanged.cmake)
    set_tests_properties(starter-unchanged-${number} PROPERTIES SKIP_REGULAR_EXPRESSION "left alone")
    kata_label(starter-unchanged-${number} starter)
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
