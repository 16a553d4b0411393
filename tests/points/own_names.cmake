set(folder ${CMAKE_CURRENT_BINARY_DIR}/points-own-names)
file(MAKE_DIRECTORY ${folder})
file(WRITE ${folder}/own.cpp "extern \"C\" void __tsan_read4(void*) {}\nint look(int* at) { return *at; }\n")
execute_process(
  COMMAND sh ${SCRIPT} ${CXX} -fsanitize=thread -o ${folder}/own.o -c ${folder}/own.cpp
  RESULT_VARIABLE status ERROR_VARIABLE words)
if(NOT status EQUAL 0 OR NOT words MATCHES "only the events are walked")
  message(FATAL_ERROR "status ${status}, and it says: ${words}")
endif()
execute_process(COMMAND nm -u ${folder}/own.o OUTPUT_VARIABLE wanted)
if(wanted MATCHES "__tsan_")
  message(FATAL_ERROR "It was compiled with points all the same: ${wanted}")
endif()
