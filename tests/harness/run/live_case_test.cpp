#include "harness/run/live_case.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

TEST(EmergencyGuard, KnowsCallsToEmergencyServicesInAnyCase) {
  EXPECT_TRUE(is_emergency_request("MESSAGE urn:service:sos SIP/2.0\r\n"));
  EXPECT_TRUE(is_emergency_request("\r\n\r\nMESSAGE urn:service:sos SIP/2.0\r\n"));
  EXPECT_TRUE(is_emergency_request("MESSAGE URN:Service:SOS.police SIP/2.0\r\n"));
}

TEST(EmergencyGuard, LetsTheTestServiceAndEverythingElsePass) {
  EXPECT_FALSE(is_emergency_request("MESSAGE urn:service:test.sos SIP/2.0\r\n"));
  EXPECT_FALSE(is_emergency_request("MESSAGE sip:bob@127.0.0.1 SIP/2.0\r\n"));
  EXPECT_FALSE(is_emergency_request(""));
  EXPECT_FALSE(is_emergency_request("MESSAGE sip:b SIP/2.0\r\nSubject: urn:service:sos\r\n"));
}

}  // namespace
}  // namespace sipspec::harness
