#pragma once
/// The names of the types and nothing behind them, for headers that only pass a context on:
///
///   std::string fetch(context::Context ctx);
///   void cancel_later(context::CancelFunc cancel);
///
/// It includes no standard header. Whoever calls or defines such a function includes
/// context/context.h. Do not declare these types yourself: they live in an inline namespace.

#include "context/version.h"

namespace context::inline v1 {

class AfterFunc;
class CancelFunc;
class Context;
struct Derived;
enum class Errc;

namespace testing {
class ManualClock;
}

}  // namespace context::inline v1
