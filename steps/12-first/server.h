#pragma once
#include <vector>

#include "http/http.h"
#include "service.h"

/// A handler that asks all `replicas` at once, each as often as it is listed and under a context
/// derived from the request's, and answers each request with the first answer that comes, even if
/// that is empty. The others are told to stop at once, before the answer is written. One that
/// fails, whatever its error, is not the end while another may still answer. When all have failed,
/// the answer is the status 500 and the message of the error that came last; without any replica,
/// 500 and the message of std::errc::host_unreachable.
///
/// When the client gives up, which is when the request's context ends for whatever reason, all are
/// told, and nothing is written from then on, also when an answer comes at the same moment; for one
/// who has done so before, nobody need be asked. Otherwise no replica is told. The handler may wait
/// for those that were told before it returns, or not; but once its last copy is gone, no replica
/// is being asked any more. Requests may come at the same time, and none waits for another. The
/// replicas must live for as long as the handler is used.
http::Handler server(std::vector<Service*> replicas);
