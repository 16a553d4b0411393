#include "lessons/blocks.h"

#include <utility>

#include <fmt/format.h>

#include "lessons/output.h"
#include "lessons/quote.h"
#include "lessons/tag.h"
#include "lessons/text.h"

namespace lessons {
namespace {

/// One block under check.
class BlockCheck {
 public:
  BlockCheck(const Tree& tree, Bench& bench, const Page& page, std::size_t index,
             const std::string& program)
      : tree_(tree),
        bench_(bench),
        page_(page),
        index_(index),
        block_(page.nodes[index]),
        program_(program) {}

  Checked operator()(const From& from) {
    const auto source = tree_.text(from.file);
    if (!source) return says(source.error() + ", and this block quotes it");
    const auto wanted = quotation(from.file, *source, from.parts, block_.text);
    if (!wanted) return says(wanted.error());
    if (*wanted == block_.text) return {};
    return differs("this block is no longer what stands in " + from.file, *wanted, *wanted);
  }

  Checked operator()(const Lines& lines) {
    const auto source = tree_.text(lines.file);
    if (!source) return says(source.error() + ", and this block quotes it");
    const std::string stray = first_stray_line(block_.text, *source);
    if (stray.empty()) return {};
    return says("these lines are no longer in " + lines.file, "lines of that file", stray);
  }

  Checked operator()(const Try& attempt) {
    const auto subject = subject_of(attempt, block_);
    if (!subject) return says(subject.error());
    const auto built = bench_.build(*subject);
    return built ? Checked{} : says("this try does not compile and link", "", built.error());
  }

  Checked operator()(const Compiled& /*tag*/) {
    const auto compiled = bench_.compile(numbered(block_));
    return compiled ? Checked{} : says("this block does not compile", "", compiled.error());
  }

  Checked operator()(const Refused& refused) {
    const auto compiled = bench_.compile(numbered(block_));
    if (compiled) return says("this block compiles, and the page says that it is refused");
    const bool broken = compiled.error().find("fatal error") != std::string::npos;
    if (!broken && compiled.error().find(refused.words) != std::string::npos) return {};
    return says("this block is refused for another reason than the page says", refused.words,
                compiled.error());
  }

  Checked operator()(const Printed& printed) {
    const auto output = output_of(printed);
    if (!output) return says(output.error());
    if (shows(block_.text, *output)) return {};
    const std::string what = "this is no longer what is printed";
    const auto now = brought_up_to_date(block_.text, *output);
    if (now) return differs(what, *now, *now);
    return says(what + ": " + now.error() + ", so quote it anew by hand", *output, block_.text);
  }

  Checked operator()(const Sketch& /*tag*/) { return {}; }
  Checked operator()(const ForComparison& /*tag*/) { return {}; }
  Checked operator()(const Shell& /*tag*/) { return {}; }
  Checked operator()(const Mermaid& /*tag*/) { return {}; }

  [[nodiscard]] Checked says(std::string what, std::string expected = {},
                             std::string found = {}) const {
    return {.finding = Finding{.file = page_.file,
                               .line = block_.line,
                               .what = std::move(what),
                               .expected = std::move(expected),
                               .found = std::move(found),
                               .mend = {}},
            .edit = {}};
  }

 private:
  Checked differs(std::string what, std::string expected, std::string text) {
    Checked checked = says(std::move(what), std::move(expected),
                           block_.text.empty() ? "(an empty block)\n" : block_.text);
    if (!block_.mendable) {
      checked.finding->what += " (in a list or a quotation a block is mended by hand)";
      return checked;
    }
    checked.finding->mend = fmt::format("{} --write {}", program_, page_.file);
    checked.edit = Edit{block_.line, block_.last_line, std::move(text)};
    return checked;
  }

  /// The block's code, of which a compiler speaks as lines of this page.
  [[nodiscard]] std::string numbered(const Node& block) const {
    return fmt::format("#line {} \"{}\"\n{}", block.line + 1, page_.file, block.text);
  }

  [[nodiscard]] std::expected<Subject, std::string> subject_of(const Try& attempt,
                                                               const Node& block) const {
    const Step* step = tree_.step_of(attempt.file);
    if (step == nullptr || attempt.file != tree_.answer_file(*step)) {
      return std::unexpected(attempt.file + " is not the file that one edits in a step");
    }
    Subject subject{.step = step->number, .answer = Answer::attempt, .source = numbered(block)};
    if (attempt.part.empty()) return subject;
    const auto starter = tree_.text(attempt.file);
    if (!starter) return std::unexpected(starter.error());
    auto whole = with_part_replaced(attempt.file, *starter, attempt.part, subject.source);
    if (!whole) return std::unexpected(whole.error());
    subject.source = *std::move(whole);
    return subject;
  }

  /// The nearest block above with a tag of this kind, and that tag.
  template <class Wanted>
  [[nodiscard]] std::optional<std::pair<Wanted, const Node*>> above() const {
    for (std::size_t i = index_; i-- > 0;) {
      if (page_.nodes[i].kind != Kind::code_block) continue;
      const auto tag = read_tag(page_.nodes[i].detail);
      if (tag && std::holds_alternative<Wanted>(*tag)) {
        return std::pair{std::get<Wanted>(*tag), &page_.nodes[i]};
      }
    }
    return std::nullopt;
  }

  std::expected<Subject, std::string> subject_of(const Printed& printed) {
    if (printed.answer == Answer::attempt) {
      const auto attempt = above<Try>();
      if (!attempt) return std::unexpected("there is no try above");
      return subject_of(attempt->first, *attempt->second);
    }
    const Step* own = tree_.step_of(page_.file);
    int step = printed.step;
    if (step == 0 && own != nullptr) step = own->number;
    const bool has_step = tree_.step(step) != nullptr;
    if (!has_step && printed.by != Printed::By::command) {
      return std::unexpected("say of which step: `" + printed.name + " of step NN`");
    }
    return Subject{.step = step, .answer = printed.answer, .source = {}};
  }

  std::expected<std::string, std::string> output_of(const Printed& printed) {
    if (printed.by == Printed::By::program) {
      const auto program = above<Compiled>();
      if (!program) return std::unexpected("there is no compiled program above");
      return bench_.program(numbered(*program->second));
    }
    const auto subject = subject_of(printed);
    if (!subject) return std::unexpected(subject.error());
    if (printed.by == Printed::By::command) return bench_.command(printed.name, *subject);
    auto run = bench_.tests(*subject);
    if (!run || printed.by == Printed::By::tests) return run;
    return printed_by_test(*run, printed.name);
  }

  const Tree& tree_;
  Bench& bench_;
  const Page& page_;
  std::size_t index_;
  const Node& block_;
  const std::string& program_;
};

}  // namespace

Checked check_block(const Tree& tree, Bench& bench, const Page& page, std::size_t index,
                    const std::string& program) {
  BlockCheck check(tree, bench, page, index, program);
  const Node& block = page.nodes[index];
  if (!block.fenced) return check.says("an indented code block names no source: put it in a fence");
  const auto tag = read_tag(block.detail);
  if (!tag) return check.says("this block does not say where it is from: " + tag.error());
  return std::visit(check, *tag);
}

}  // namespace lessons
