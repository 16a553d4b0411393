# Builds and runs consumer/ against the library. WAY says how one gets it:
#   find_package         as it was installed from BUILD
#   find_package_shared  the same, installed from ROOT with BUILD_SHARED_LIBS
#   fetch_content        its source, from ROOT; library and consumer without exceptions
include(${CMAKE_CURRENT_LIST_DIR}/../run.cmake)

set(here ${BUILD}/tests/context/${WAY})
file(REMOVE_RECURSE ${here})
set(with -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER})
set(from -DCMAKE_PREFIX_PATH=${here}/installed)

if(WAY STREQUAL "fetch_content")
  string(APPEND FLAGS " -fno-exceptions")
  set(from -DFETCH=ON -DFETCHCONTENT_SOURCE_DIR_CONTEXT=${ROOT})
elseif(WAY STREQUAL "find_package_shared")
  run(${CMAKE_COMMAND} -S ${ROOT}/src/context -B ${here}/library ${with} -DBUILD_SHARED_LIBS=ON
    -DCMAKE_CXX_FLAGS=${FLAGS})
  run(${CMAKE_COMMAND} --build ${here}/library)
  set(BUILD ${here}/library)
endif()
if(WAY MATCHES "find_package")
  run(${CMAKE_COMMAND} --install ${BUILD} --component context --prefix ${here}/installed)
  if(NOT EXISTS ${here}/installed/share/doc/context/LICENSE)
    message(FATAL_ERROR "the license was not installed")
  endif()
endif()

run(${CMAKE_COMMAND} -S ${ROOT}/tests/context/consumer -B ${here}/build ${with}
  -DCMAKE_CXX_FLAGS=${FLAGS} ${from})
run(${CMAKE_COMMAND} --build ${here}/build)
run(${here}/build/consumer)
