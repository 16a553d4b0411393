#pragma once
/// What every handler owes to those who ask, written once. A step's test says how its handler is
/// made, and which of the laws its contract promises; see README.md beside this.
///
///   stage::laws::Subject subject() { return {.serve = ..., .told = ...}; }
///   LAW(each_request_is_served_for_itself);

#include <gtest/gtest.h>

#include "support/laws/subject.h"

/// The step whose subject() stands above promises this law.
#define LAW(name) \
  TEST(Law, name) { stage::laws::name(subject()); }

namespace stage::laws {

// Answers

/// Before a request comes, nothing is asked for and nobody is told anything.
void before_a_request_nothing_happens(const Subject&);
/// Each request is served for itself: nothing is left over from the one before, however that ended.
void each_request_is_served_for_itself(const Subject&);
/// Requests at the same time know nothing of each other: none waits for another, each gets its own.
void requests_at_the_same_time_do_not_meet(const Subject&);
/// Data are data: whatever the bytes are, and how many, they reach the client as they are.
void data_are_data(const Subject&);
/// A request is a request, whatever its method, target, header and body.
void a_request_is_a_request(const Subject&);
/// For each request the store is asked once, whatever comes of it.
void each_request_asks_once(const Subject&);
/// What the request's context carries goes along: each call's context is derived from it.
void what_the_request_carries_goes_along(const Subject&);
/// An error is an error, also one that looks like the end of a context which is live.
void an_error_is_an_error(const Subject&);
/// The same, of every error that the system has a number for but timed_out, which some contracts
/// leave open.
void any_error_is_an_error(const Subject&);
/// The handler returns last: when it has, nothing of this request is under way any more.
void returned_means_done(const Subject&);
/// The same, also while somebody who was asked doesn't listen when told to stop.
void the_stubborn_are_waited_for(const Subject&);
/// When the last copy of the handler is gone, nothing of it is under way any more.
void gone_means_done(const Subject&);
/// When a request is over, nothing of it is kept: its context is nobody's any more.
void nothing_of_a_request_is_kept(const Subject&);

// Clients who give up

/// Each client who gives up counts: of each the store is told, and of nobody else.
void each_client_who_gives_up_counts(const Subject&);
/// As long as the client waits, so does the handler: it has no patience of its own.
void who_waits_is_waited_for(const Subject&);
/// A client's time lasts to its last moment: nobody is told before, and what comes then is welcome.
/// Without a deadline it never ends.
void time_lasts_to_its_last_moment(const Subject&);
/// A client who gives up is let go at once, whatever the others do.
void who_gives_up_is_let_go(const Subject&);
/// When the client has had its answer, the request is over: giving up then is nobody's business.
void after_the_answer_it_is_over(const Subject&);
/// A request is over when its context ends: by a cancellation, with a cause or without, or by a
/// deadline.
void a_context_may_end_in_any_way(const Subject&);
/// Who gives up in the middle of a long answer gets no more of it: no further write begins.
void a_long_answer_ends_with_its_client(const Subject&);
/// Told is not yet heard: a context has ended from the moment when its err() says so, though those
/// who wait for the news may hear of it later.
void told_is_not_yet_heard(const Subject&);

}  // namespace stage::laws
