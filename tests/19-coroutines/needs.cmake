# What this step takes from the distribution beyond what all steps take.
find_package(Boost 1.81 QUIET)
kata_needs(Boost::headers "libboost-dev (1.81 or later)" boost/url.hpp)
set(precompiled <boost/asio.hpp> <boost/asio/experimental/awaitable_operators.hpp>)
# Its threads are Asio's, which sleep in epoll and are woken by descriptors: nobody there takes turns.
set(without_points ON)
