#pragma once
#include <vector>

#include "http/http.h"
#include "service.h"

/// A handler that asks all `replicas` at once, and answers each request with the first answer that
/// comes. The others are then told to stop. One that fails is not the end while another may still
/// answer. When all have failed, the answer is the status 500 and the message of the error that
/// came last; without any replica, that of std::errc::host_unreachable. When the client gives up,
/// all are told, and nothing is written, also when an answer comes at the same moment. No call of a
/// replica outlives the last copy of the handler. The replicas must live for as long as it is used.
http::Handler server(std::vector<Service*> replicas);
