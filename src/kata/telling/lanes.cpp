#include "kata/telling/lanes.h"

#include <algorithm>

#include <fmt/core.h>

#include "kata/base/json.h"
#include "kata/base/text.h"
#include "kata/terminal/words.h"

namespace kata {
namespace {

constexpr std::size_t narrowest = 16;  // a lane in which one can read
constexpr std::size_t widest = 34;
constexpr std::size_t gutter = 5;  // for the number of the line

std::vector<std::string> actors(const Telling& telling) {
  std::vector<std::string> names;
  for (const auto& line : telling.lines) {
    if (std::ranges::find(names, line.who) == names.end()) names.push_back(line.who);
  }
  return names;
}

std::string without_spaces_at_end(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

/// What happens, and what is remarkable about it.
std::string words_of(const Telling::Line& line) {
  return line.remark.empty() ? line.what : line.what + " <-- " + line.remark;
}

std::string line_by_line(const Screen& screen, const Telling& telling, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < telling.lines.size(); ++i) {
    const auto& line = telling.lines[i];
    const std::string whole = fmt::format("{:>3}  {}: {}", i + 1, line.who, words_of(line));
    for (const std::string& part : wrapped(whole, width)) {
      text += screen.paint(line.remark.empty() ? Paint::plain : Paint::red, part) + "\n";
    }
  }
  return text;
}

}  // namespace

std::string lanes(const Screen& screen, const Telling& telling, std::size_t width) {
  const std::vector<std::string> names = actors(telling);
  const std::size_t room = width == 0 ? 100 : width;
  if (names.empty()) return "";
  const std::size_t lane = std::min((std::max(room, gutter) - gutter) / names.size(), widest);
  if (lane < narrowest || screen.looks().plain) return line_by_line(screen, telling, width);

  std::string text(gutter, ' ');
  for (const std::string& name : names) text += padded(name, lane);
  text = screen.paint(Paint::bold, without_spaces_at_end(text)) + "\n";
  for (std::size_t i = 0; i < telling.lines.size(); ++i) {
    const auto& line = telling.lines[i];
    const auto words = wrapped(words_of(line), lane - 3);
    for (std::size_t row = 0; row < words.size(); ++row) {
      text += row == 0 ? fmt::format("{:>3}  ", i + 1) : std::string(gutter, ' ');
      std::string rest;
      for (const std::string& name : names) {
        const bool here = name == line.who;
        const std::string cell = padded(here ? "● " + words[row] : "│", lane);
        rest += here && row > 0 ? padded("│ " + words[row], lane) : cell;
      }
      const Paint paint = line.remark.empty() ? Paint::plain : Paint::red;
      text += screen.paint(paint, without_spaces_at_end(rest)) + "\n";
    }
  }
  return text;
}

std::string as_page(const std::string& title, const std::vector<Telling>& tellings) {
  std::string data;
  for (const Telling& telling : tellings) {
    data += data.empty() ? "\n" : ",\n";
    data += fmt::format(R"({{"test":{},"number":{},"order":{},"failures":[)", as_json(telling.test),
                        telling.number, as_json(telling.order));
    for (std::size_t i = 0; i < telling.failures.size(); ++i) {
      data += (i == 0 ? "" : ",") + as_json(telling.failures[i]);
    }
    data += "],\"lines\":[";
    for (std::size_t i = 0; i < telling.lines.size(); ++i) {
      const auto& line = telling.lines[i];
      data += fmt::format("{}[{},{},{}]", i == 0 ? "" : ",", as_json(line.who), as_json(line.what),
                          as_json(line.remark));
    }
    data += "]}";
  }
  // "</script>" in what a test said must not end ours.
  for (std::size_t at = 0; (at = data.find("</", at)) != std::string::npos; at += 3) {
    data.replace(at, 2, "<\\/");
  }
  return fmt::format(R"(<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{0}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; }}
th, td {{ padding: .2em .6em; vertical-align: top; }}
td + td {{ border-left: 2px solid #bbb; }}
.late {{ color: #b00020; font-weight: bold; }}
.failed::before {{ content: "✗ "; color: #b00020; }}
.passed::before {{ content: "✓ "; color: #187018; }}
pre {{ white-space: pre-wrap; }}
input[type=range] {{ width: 20em; max-width: 100%; }}
</style>
<h1>{0}</h1>
<p><label>Test <select id="test"></select></label></p>
<p><label>Order <input id="order" type="range" min="0" value="0"></label> <span id="which"></span></p>
<table id="lanes"></table>
<pre id="failure" class="late"></pre>
<script>
const tellings = [{1}];
const $ = id => document.getElementById(id);
const groups = new Map();
for (const one of tellings) groups.set(one.test, [...(groups.get(one.test) ?? []), one]);
for (const [test, all] of groups) {{
  const failed = all.some(one => one.failures.length);
  $("test").add(new Option((failed ? "✗ " : "✓ ") + test.replace(/[._]/g, " "), test));
}}
function cell(row, text, name, kind = "td") {{
  const made = row.appendChild(document.createElement(kind));
  made.textContent = text;
  if (name) made.className = name;
}}
function draw() {{
  const all = groups.get($("test").value) ?? [];
  const one = all[$("order").value];
  $("lanes").replaceChildren();
  if (!one) return;
  $("which").textContent = `${{+$("order").value + 1}} of ${{all.length}}: ${{one.order}}`;
  $("which").className = one.failures.length ? "failed" : "passed";
  const actors = [...new Set(one.lines.map(line => line[0]))];
  const head = $("lanes").insertRow();
  for (const actor of ["", ...actors]) cell(head, actor, "", "th");
  one.lines.forEach(([who, what, remark], i) => {{
    const row = $("lanes").insertRow();
    cell(row, i + 1);
    for (const actor of actors) {{
      cell(row, actor === who ? what + (remark ? " ⟵ " + remark : "") : "", remark && "late");
    }}
  }});
  $("failure").textContent = one.failures.join("\n\n");
}}
function choose() {{
  const all = groups.get($("test").value) ?? [];
  $("order").max = all.length - 1;
  $("order").value = Math.max(0, all.findIndex(one => one.failures.length));
  draw();
}}
$("test").onchange = choose;
$("order").oninput = draw;
const first = tellings.find(one => one.failures.length);
if (first) $("test").value = first.test;
choose();
</script>
</html>
)",
                     title, data);
}

}  // namespace kata
