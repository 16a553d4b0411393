# A step may need more than the others: its folder in tests/ has a needs.cmake then. On a machine that
# lacks it, the step is left out, and says so: here, and when somebody builds it.

# What answers to every step include most, by way of their contracts; nothing of the tests, so that an answer
# names what it uses. A compile that finds http and context read before takes two thirds of the time.
set(KATA_ANSWER_HEADERS <condition_variable> <expected> <functional> <future> <memory> <mutex> <optional>
  <stop_token> <string> <system_error> <thread> <vector> <context/context.h> <http/http.h>)

# For needs.cmake: the step links the imported target `library`, if find_package() has found it. Else
# it wants the distribution's `package`, whose `header` shows that it is there.
macro(kata_needs library package header)
  if(TARGET ${library})
    list(APPEND libraries ${library})
  else()
    list(APPEND packages ${package})
    file(GLOB found CONFIGURE_DEPENDS /usr/include/${header})  # CMake looks again once it is
  endif()
endmacro()

# Makes needs-NN, which all programs of the step link; and answer_headers-NN, for its answers alone, if
# needs.cmake names headers in `precompiled`, or says `without_points`: its threads aren't held between
# two instructions (see support/points). Or sets `lacking`, and makes a step-NN and a
# solution-NN that say what is missing and fail.
function(kata_take_what_it_needs step number lacking)
  set(libraries "")
  set(packages "")
  set(precompiled "")
  set(without_points OFF)
  include(${step}/needs.cmake OPTIONAL)
  add_library(needs-${number} INTERFACE)
  target_link_libraries(needs-${number} INTERFACE ${libraries})
  set(${lacking} "${packages}" PARENT_SCOPE)
  if((precompiled OR without_points) AND NOT packages)  # else the step's answers share answer_headers
    add_library(answer_headers-${number} OBJECT EXCLUDE_FROM_ALL support/empty.cpp)
    target_link_libraries(answer_headers-${number} PRIVATE http::http kata_warnings needs-${number})
    target_precompile_headers(answer_headers-${number} PRIVATE ${KATA_ANSWER_HEADERS} ${precompiled})
    if(NOT without_points)
      kata_give_points(answer_headers-${number} OPTIONS)
    endif()
  endif()
  if(packages)
    list(JOIN packages ", " names)
    set(words "Step ${step} is left out: this machine lacks the package ${names}.")
    message(STATUS "${words}")
    foreach(target step-${number} solution-${number})
      add_custom_target(${target} COMMAND ${CMAKE_COMMAND} -E echo "${words}"
        COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
    endforeach()
  endif()
endfunction()

# The target from which the step's answers take what is compiled once.
function(kata_answer_headers result number)
  if(TARGET answer_headers-${number})
    set(${result} answer_headers-${number} PARENT_SCOPE)
  else()
    set(${result} answer_headers PARENT_SCOPE)
  endif()
endfunction()
