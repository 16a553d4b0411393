#pragma once
/// Which version of the library this is: major * 10000 + minor * 100 + patch.
///
/// Within a major version, what compiled goes on to compile. All names live in an inline namespace
/// with the number of the ABI, context::v1: one writes context::Context, the linker reads
/// context::v1::Context, and two versions that do not fit together do not link either.

#define CONTEXT_VERSION 10100
