# A step may need more than the others: its folder in tests/ has a needs.cmake then. On a machine that
# lacks it, the step is left out, and says so: here, and when somebody builds it.

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

# Makes needs-NN, which all programs of the step link; or sets `lacking`, and makes a step-NN that says
# what is missing and fails.
function(kata_take_what_it_needs step number lacking)
  set(libraries "")
  set(packages "")
  include(${step}/needs.cmake OPTIONAL)
  add_library(needs-${number} INTERFACE)
  target_link_libraries(needs-${number} INTERFACE ${libraries})
  set(${lacking} "${packages}" PARENT_SCOPE)
  if(packages)
    list(JOIN packages ", " names)
    set(words "Step ${step} is left out: this machine lacks the package ${names}.")
    message(STATUS "${words}")
    add_custom_target(step-${number} COMMAND ${CMAKE_COMMAND} -E echo "${words}"
      COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
  endif()
endfunction()
