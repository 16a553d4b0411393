# Builds foreign/ as a tree of its own, and its mistaken mailbox, too.
include(${CMAKE_CURRENT_LIST_DIR}/../run.cmake)

# README.md shows this very test.
file(READ ${ROOT}/tests/points/foreign/mailbox_test.cpp test)
file(READ ${ROOT}/tests/support/README.md page)
string(FIND "${page}" "${test}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "tests/support/README.md doesn't show foreign/mailbox_test.cpp as it is")
endif()

set(here ${BUILD}/tests/points/foreign)
run(${CMAKE_COMMAND} -S ${ROOT}/tests/points/foreign -B ${here} -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_UNITY_BUILD=ON -DCMAKE_BUILD_TYPE=Debug -DSTAGE_ROOT=${ROOT} -DMISTAKEN=OFF)
run(${CMAKE_COMMAND} --build ${here})
run(${here}/mailbox_test)

run(${CMAKE_COMMAND} -S ${ROOT}/tests/points/foreign -B ${here} -DMISTAKEN=ON)
run(${CMAKE_COMMAND} --build ${here})
execute_process(COMMAND ${here}/mailbox_test RESULT_VARIABLE status OUTPUT_VARIABLE words)
if(NOT status EQUAL 1 OR NOT words MATCHES "ann +is held at mailbox.cpp:[0-9]+, before it falls asleep")
  message(FATAL_ERROR "The mistaken one: status ${status}, and it says: ${words}")
endif()
