#include "captures/sip/sip_extractor.hpp"

#include "captures/frame_synthesis.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

TEST(SipExtractor, CountsFramesThatHoldNoSip) {
  SipExtractor extractor({.message = [](const CapturedSip&) { FAIL(); }});
  extractor.add(LinkType::raw, FrameView{.octets = "nothing"});
  extractor.finish();
  EXPECT_EQ(extractor.summary().frames, 1U);
  EXPECT_EQ(extractor.summary().octets, 7U);
}

}  // namespace
}  // namespace sipspec::captures
