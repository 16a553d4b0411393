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
expect_no_points("#include <cstdlib>\nvoid* operator new(std::size_t size) { return std::malloc(size); }")

# To build something in place is nothing of one's own.
file(WRITE ${folder}/ours.cpp "#include <new>\nint* make(void* at) { return new (at) int(1); }\n")
execute_process(COMMAND sh ${SCRIPT} ${CXX} -fsanitize=thread -o ${folder}/ours.o -c ${folder}/ours.cpp
  RESULT_VARIABLE status ERROR_VARIABLE words)
if(NOT status EQUAL 0 OR NOT words STREQUAL "")
  message(FATAL_ERROR "placement new: status ${status}, and it says: ${words}")
endif()
