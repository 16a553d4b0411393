# That the scenes over the library can fail: they are played over it with one of its mends taken out.

# In the library named `undone`, `file` of src/context has `new` where it had `old`.
function(kata_undo undone file old new)
  set(original ${PROJECT_SOURCE_DIR}/src/context/${file})
  get_property(files GLOBAL PROPERTY undone-${undone})
  if(file IN_LIST files)
    get_property(text GLOBAL PROPERTY undone-${undone}-${file})
  else()
    file(READ ${original} text)
    set_property(GLOBAL APPEND PROPERTY undone-${undone} ${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${original})
  endif()
  string(FIND "${text}" "${old}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "Nothing to undo for ${undone}: ${file} doesn't say any more\n${old}")
  endif()
  string(REPLACE "${old}" "${new}" text "${text}")
  set_property(GLOBAL PROPERTY undone-${undone}-${file} "${text}")
endfunction()

# Each of these tests fails over it.
function(kata_expect_red undone)
  set(program undone-${undone})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/undone/${undone})
  get_property(files GLOBAL PROPERTY undone-${undone})
  foreach(file IN LISTS files)
    get_property(text GLOBAL PROPERTY undone-${undone}-${file})
    file(CONFIGURE OUTPUT ${folder}/context/${file} CONTENT "${text}" @ONLY)
  endforeach()
  list(FILTER files INCLUDE REGEX "[.]cpp$")
  list(TRANSFORM files PREPEND ${folder}/context/)

  add_executable(${program})
  if(files)
    kata_add_context_with_points(${program}-objects OBJECT "${files}")
    target_sources(${program} PRIVATE $<TARGET_OBJECTS:${program}-objects>)
    target_link_libraries(${program} PRIVATE library-scenes)
  else()  # a header, which the scenes include
    target_sources(${program} PRIVATE library_test.cpp watch_test.cpp)
    target_include_directories(${program} BEFORE PRIVATE ${folder})
    kata_give_points(${program})
  endif()
  target_link_libraries(${program} PRIVATE stage context-with-points kata_warnings)
  foreach(test ${ARGN})
    add_test(NAME points-${undone}-${test} COMMAND ${program} --gtest_filter=*.${test} --gtest_brief=1)
    set_tests_properties(points-${undone}-${test} PROPERTIES LABELS library TIMEOUT 600
      ENVIRONMENT KATA_HOLDS=all PASS_REGULAR_EXPRESSION "FAILED  . [A-Za-z]*[.]${test}")
  endforeach()
endfunction()

kata_undo(lost-deadline detail/agenda.h
  "Next next() const noexcept { return next_; }"
  "Next next() const {
      return {next_.queue == nullptr ? next_.when : next_.queue->earliest_deadline(), next_.queue};
    }")
kata_expect_red(lost-deadline sleeps_past_no_deadline_when_another_is_taken_back)

kata_undo(share-of-who-is-told detail/cancel_node.cpp
  "      node->retain();
      (last_told" "      (last_told")
kata_undo(share-of-who-is-told detail/told.cpp "release(std::exchange(list, list->next))" "list = list->next")
kata_expect_red(share-of-who-is-told lets_a_callback_drop_what_its_own_thread_helps_to_end)

kata_undo(share-of-what-is-due manual_clock.cpp "node->retain();  // sound: a node in the heap is live" "")
kata_undo(share-of-what-is-due manual_clock.cpp "detail::release(node);" "")
kata_expect_red(share-of-what-is-due forgets_no_deadline_when_another_is_taken_back)

kata_undo(lock-of-who-joins detail/cancel_node.cpp
  "  const std::lock_guard guard(tree.lock);
  join_locked();" "  join_locked();")
kata_expect_red(lock-of-who-joins ends_a_child_that_is_derived_while_its_parent_ends
  ends_what_is_dropped_while_others_derive)

kata_undo(cause-before-state detail/cancel_node.cpp
  "    node->cause = cause;
    // The last touch: from here on the owner of a node without a source may free it.
    node->state.store(before | static_cast<std::uint8_t>(why), std::memory_order_release);"
  "    node->state.store(before | static_cast<std::uint8_t>(why), std::memory_order_release);
    node->cause = cause;")
kata_expect_red(cause-before-state has_one_reason_however_many_end_it)

kata_undo(decided-at-one-go detail/call.cpp
  "const std::uint8_t before = add(decided | begun);"
  "const std::uint8_t before = state_.load();
  (void)add(decided | begun);")
kata_expect_red(decided-at-one-go runs_a_callback_once_or_gives_it_back)

kata_undo(look-after-the-echo-joins link.cpp
  "if (why != 0) scope->end(static_cast<Errc>(why), echo_->cause);" "(void)why;")
kata_expect_red(look-after-the-echo-joins ends_a_merged_context_whose_second_ends_meanwhile)

kata_undo(echoes-of-a-merge detail/told.cpp
  "echo != nullptr; echo = echo->next_echo)" "false; echo = echo->next_echo)")
kata_expect_red(echoes-of-a-merge ends_a_merged_context_with_the_first_of_two)
