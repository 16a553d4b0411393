# All answers to a step in one program, for the preset `verify`: hundreds of small compiles and links
# become one of each a step. What a name stands for stays the same: see support/join_answers.py.
# The handlers that a learner's test is tried on are joined everywhere: an edit costs one link then.
find_package(Python3 COMPONENTS Interpreter QUIET)
set(KATA_JOINS_HANDLERS OFF)
if(KATA_JOIN AND Python3_FOUND AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|aarch64)$")
  set(KATA_JOINS_HANDLERS ON)
endif()
set(KATA_JOINS_ANSWERS OFF)
if(KATA_VERIFY)
  set(KATA_JOINS_ANSWERS ${KATA_JOINS_HANDLERS})
endif()

set(KATA_JOIN_ANSWERS ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/support/join_answers.py)

# An object library of ANSWERS (pairs of a name and a source, the first ours) to the contract in
# `folder`, which include what HEADERS, else answer_headers, has compiled. KATA_ANSWER chooses whom the
# tests in the object library `tests` call.
function(kata_join_objects target folder tests)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "HEADERS" "ANSWERS")
  if(NOT arg_HEADERS)
    set(arg_HEADERS answer_headers)
  endif()
  set(lines "")
  while(arg_ANSWERS)
    list(POP_FRONT arg_ANSWERS name source)
    string(APPEND lines "${name} ${source}\n")
  endwhile()
  set(list ${CMAKE_CURRENT_BINARY_DIR}/${target})
  file(GENERATE OUTPUT ${list}.answers CONTENT "${lines}")
  add_custom_command(OUTPUT ${list}.cpp
    COMMAND ${KATA_JOIN_ANSWERS} list ${list}.answers ${list}.cpp $<TARGET_OBJECTS:${tests}>
    DEPENDS ${list}.answers $<TARGET_OBJECTS:${tests}> COMMAND_EXPAND_LISTS VERBATIM)

  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${list}.cpp)
  target_include_directories(${target} PRIVATE ${folder})
  target_link_libraries(${target} PRIVATE stage kata_warnings)
  target_precompile_headers(${target} REUSE_FROM ${arg_HEADERS})
  kata_has_points(has_points ${arg_HEADERS})
  if(has_points)
    kata_give_points(${target} OPTIONS)
  endif()
  set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER "${KATA_JOIN_ANSWERS};compile")
endfunction()

# A program of such an object library.
function(kata_join_program target)
  add_executable(${target} EXCLUDE_FROM_ALL ${ARGN})
  target_link_libraries(${target} PRIVATE laws)
  set_target_properties(${target} PROPERTIES CXX_LINKER_LAUNCHER "${KATA_JOIN_ANSWERS};link")
endfunction()
