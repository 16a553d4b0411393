#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "kata/course/steps.h"

namespace kata {

/// What the files of a step hold, as a hash each: those in steps/NN-name, and its tests. Two equal
/// fingerprints deserve the same verdict.
using Fingerprint = std::map<std::string, std::uint64_t>;

Fingerprint fingerprint_of(const Tree& tree, const Step& step);

/// Makes ninja see every file of the step that isn't what it was at the last build, `built_at`. It
/// goes by the time of change alone; a file that was put back (cp -p, a backup) or saved during
/// that very build may look older than what was made of its former self. What was made of the
/// learner's file is removed: were the file itself touched, an editor with unsaved changes would
/// ask whose are the newer ones.
void touch_changed(const Tree& tree, const Step& step, const Fingerprint& then,
                   const Fingerprint& now, std::filesystem::file_time_type built_at);

}  // namespace kata
