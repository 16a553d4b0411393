set(folder ${CMAKE_CURRENT_BINARY_DIR}/points-own-names)
file(MAKE_DIRECTORY ${folder})

function(expect_no_points definition)
  file(WRITE ${folder}/own.cpp "${definition}\nint look(int* at) { return *at; }\n")
  execute_process(
    COMMAND sh ${SCRIPT} ${CXX} -fsanitize=thread -o ${folder}/own.o -c ${folder}/own.cpp
    RESULT_VARIABLE status ERROR_VARIABLE words)
  if(NOT status EQUAL 0 OR NOT words MATCHES "only the events are walked")
    message(FATAL_ERROR "${definition}: status ${status}, and it says: ${words}")
  endif()
  execute_process(COMMAND nm ${folder}/own.o OUTPUT_VARIABLE names)
  if(names MATCHES "U __tsan_|points_")
    message(FATAL_ERROR "${definition}: it was compiled with points all the same: ${names}")
  endif()
endfunction()

expect_no_points("extern \"C\" void __tsan_read4(void*) {}")
expect_no_points("void operator delete(void*, unsigned long) noexcept {}")
