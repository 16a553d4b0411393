# What the machine must have, found by trying it; and what makes a rebuild quick.
include(CheckCXXSourceCompiles)

# Names the missing FEATURE: a version number tells little (clang 14 is new enough and still
# cannot compile libstdc++'s <expected>).
function(kata_require feature header body)
  string(MAKE_C_IDENTIFIER "KATA_HAS_${feature}" has)
  set(CMAKE_CXX_STANDARD 23)
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles("#include <${header}>\nint main() { ${body} }" ${has})
  if(NOT ${has})
    unset(${has} CACHE)
    # ./kata shows these two lines alone.
    message(FATAL_ERROR "
  This compiler (${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}) has no working ${feature} \
from <${header}>; the kata takes g++ 12, clang 19, or later.
  Next: sudo apt-get install -y g++-12 && CXX=g++-12 ./kata")
  endif()
endfunction()

kata_require("std::expected" expected "std::expected<int, int> e{0}; return *e;")
kata_require("std::stop_token" stop_token
  "std::stop_source s; std::stop_callback c{s.get_token(), [] {}}; return s.request_stop() ? 0 : 1;")
kata_require("std::jthread" thread "std::jthread t{[] {}}; return 0;")

find_package(Threads REQUIRED)
find_package(GTest CONFIG QUIET)
if(NOT TARGET GTest::gmock)
  message(STATUS "No GoogleTest on this machine (.ci/packages missing names its package): fetching its source")
  include(FetchContent)
  FetchContent_Declare(googletest
    URL https://github.com/google/googletest/archive/refs/tags/v1.14.0.tar.gz
    URL_HASH SHA256=8ad598c73ad796e0d8280b082cebd82a630d73e73cd3c70057938a6501bba5d7)
  FetchContent_MakeAvailable(googletest)
endif()

# A quick linker, if there is one: linking is half of the time from save to verdict. Debian 12's mold
# isn't among them. Version 1.10 makes programs that don't start, or never comes to its end, where the
# layout of a few small sections is unlucky.
include(CheckLinkerFlag)
foreach(linker lld gold)
  find_program(KATA_${linker} NAMES ld.${linker})
  if(KATA_${linker})
    check_linker_flag(CXX "-fuse-ld=${linker}" KATA_LINKS_WITH_${linker})
    if(KATA_LINKS_WITH_${linker})
      add_link_options("-fuse-ld=${linker}")
      break()
    endif()
  endif()
endforeach()

add_library(kata_warnings INTERFACE)
target_compile_options(kata_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
option(KATA_WERROR "Treat warnings as errors, as .ci/run does" OFF)
if(KATA_WERROR)
  target_compile_options(kata_warnings INTERFACE -Werror)
endif()
