#pragma once
/// Everything that a step's test uses: gmock, the doubles and the stage.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/httptest.h"
#include "support/client.h"
#include "support/explore.h"
#include "support/gate.h"
#include "support/spy_response_writer.h"
#include "support/world.h"

using stage::Client;
using stage::explore;
using stage::SpyResponseWriter;
using stage::World;
