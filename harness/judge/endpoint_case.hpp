#pragma once

// The result for one endpoint of a capture: each rule that it broke once, with the frames, and the
// transactions that show it. Bounded by the number of rules.
//
//   EndpointCase one(catalogue, "modern");
//   one.finding(transaction, finding);
//   reports::CaseResult result = one.finish(book, id, counts);

#include "harness/catalogue/catalogue.hpp"
#include "harness/judge/transaction.hpp"
#include "reports/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sipspec::harness {

/// Messages kept to be shown, of one endpoint.
inline constexpr std::size_t max_messages_shown = 300;

class EndpointCase {
 public:
  EndpointCase(const Catalogue& catalogue, std::string profile)
      : catalogue_(&catalogue), profile_(std::move(profile)) {}

  /// What the rules blame `self` for in a transaction that is over.
  void take(const JudgedTransaction& transaction, EndpointId self, const EndpointBook& book);

  /// Something that the capture does not show; `frame` 0: none.
  void doubt(std::string_view why, captures::FrameNumber frame);

  /// A final response of this endpoint is not in the capture.
  void unanswered(const JudgedTransaction& transaction, EndpointId self, const EndpointBook& book,
                  std::string_view why, stack::TimePoint until);

  /// The result; id, title and capture are for the caller to fill in.
  reports::CaseResult finish(stack::TimePoint began);

 private:
  struct Known {
    std::size_t finding = 0;
    std::vector<captures::FrameNumber> frames;  ///< the first ones
    std::uint64_t messages = 0;
    captures::FrameNumber last = 0;
  };

  struct Doubt {
    std::vector<captures::FrameNumber> frames;
    std::uint64_t messages = 0;
    captures::FrameNumber last = 0;
  };

  void stands(const JudgedTransaction& transaction, const JudgedFinding& judged,
              const std::map<std::uint32_t, std::uint32_t>& shown);
  /// Index in the transaction -> index in the result; empty when nothing more is shown.
  std::map<std::uint32_t, std::uint32_t> show(const JudgedTransaction& transaction, EndpointId self,
                                              const EndpointBook& book);
  bool in_profile(const RuleFinding& finding) const;
  bool brings_news(const JudgedTransaction& transaction, EndpointId self) const;

  const Catalogue* catalogue_;
  std::string profile_;
  reports::CaseResult result_;
  std::map<std::pair<std::string, std::string>, Known> known_;
  std::map<std::string, Doubt, std::less<>> doubts_;
  std::vector<stack::TimePoint> shown_at_;
};

}  // namespace sipspec::harness
