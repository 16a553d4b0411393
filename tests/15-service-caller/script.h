#pragma once
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "http/http.h"

/// What another service is going to answer: pieces of a body, and perhaps an error in the place of
/// its end.
struct Script {
  http::Status status = http::Status::ok;
  std::vector<std::string> pieces;
  std::error_code refused;  // no response at all
  std::error_code broken;   // after the last piece
};

inline Script sends(std::vector<std::string> pieces) {
  Script script;
  script.pieces = std::move(pieces);
  return script;
}
inline Script sends(http::Status status) {
  Script script = sends({"<html>"});
  script.status = status;
  return script;
}
inline Script refuses(std::error_code why) {
  Script script;
  script.refused = why;
  return script;
}
inline Script breaks_off_after(std::vector<std::string> pieces, std::error_code why) {
  Script script = sends(std::move(pieces));
  script.broken = why;
  return script;
}
