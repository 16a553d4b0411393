# Has the compiler tell the stage of each access to memory in an answer, so that the stage can hold its
# threads there: see turns.h. It takes the compiler's -fsanitize=thread (its calls, not its library) and
# binutils; where these lack, and under a real sanitizer, only the events are walked.
option(KATA_POINTS "Let the stage hold the threads of answers between two instructions" ON)
# In the cache, for whoever has added this folder from elsewhere.
set(KATA_POINTS_FOLDER ${CMAKE_CURRENT_LIST_DIR} CACHE INTERNAL "")
set(KATA_POINTS_OPTIONS -fsanitize=thread $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique> $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>
  CACHE INTERNAL "")
set(KATA_HAS_POINTS OFF CACHE INTERNAL "")
string(TOUPPER "CMAKE_CXX_FLAGS_${CMAKE_BUILD_TYPE}" flags)
if(KATA_POINTS AND NOT "${CMAKE_CXX_FLAGS} ${${flags}}" MATCHES "-fsanitize=")
  include(CheckCXXCompilerFlag)
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # it needn't link
  check_cxx_compiler_flag(-fsanitize=thread KATA_COMPILES_POINTS)
  unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
  foreach(tool readelf ld objcopy awk)
    find_program(KATA_${tool} ${tool})
    if(NOT KATA_${tool})
      set(KATA_LACKS ${tool})
    endif()
  endforeach()
  if(KATA_COMPILES_POINTS AND NOT KATA_LACKS)
    set(KATA_HAS_POINTS ON CACHE INTERNAL "")
  else()
    message(STATUS "No preemptions are walked, only events: this machine lacks ${KATA_LACKS}"
      " (package binutils) or the compiler -fsanitize=thread")
  endif()
endif()

# The sources of `target` have points. What includes what they do, precompiled, takes only the OPTIONS.
function(kata_give_points target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIONS" "" "")
  if(NOT KATA_HAS_POINTS)
    return()
  endif()
  target_compile_options(${target} PRIVATE ${KATA_POINTS_OPTIONS})
  if(NOT arg_OPTIONS)
    set_target_properties(${target} PROPERTIES
      CXX_COMPILER_LAUNCHER "sh;${KATA_POINTS_FOLDER}/with_points.sh")
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "[.]cpp$")
    set_property(SOURCE ${sources} TARGET_DIRECTORY ${target} APPEND PROPERTY OBJECT_DEPENDS
      ${KATA_POINTS_FOLDER}/with_points.sh ${KATA_POINTS_FOLDER}/calls.txt ${KATA_POINTS_FOLDER}/spin_locks.ld)
  endif()
endfunction()

# Whether what `headers` has compiled once is for sources with points: both or neither must be.
function(kata_has_points result headers)
  get_target_property(options ${headers} COMPILE_OPTIONS)
  set(${result} OFF PARENT_SCOPE)
  if("-fsanitize=thread" IN_LIST options)
    set(${result} ON PARENT_SCOPE)
  endif()
endfunction()
