#include "harness/device/profile_loader.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

DeviceProfile parsed(const std::string& element, std::vector<DataError>& errors) {
  return parse_profile(
      "<device xmlns=\"urn:sipspec:device:1\" name=\"d\">"
      "<address host=\"::1\"/>" +
          element + "</device>",
      "d.xml", errors);
}

TEST(DeviceCredentials, NameTheUserAndWhereThePasswordIs) {
  std::vector<DataError> errors;
  const auto device = parsed(R"(<credentials user="alice" password-env="PW"/>)", errors);
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  ASSERT_TRUE(device.credentials);
  EXPECT_EQ(device.credentials->user, "alice");
  EXPECT_EQ(device.credentials->password_variable, "PW");
  EXPECT_EQ(device.credentials->password, "") << "who reads the environment fills it in";
}

TEST(DeviceCredentials, AreAbsentWhenNothingIsSaid) {
  std::vector<DataError> errors;
  EXPECT_FALSE(parsed("", errors).credentials);
  EXPECT_TRUE(errors.empty());
}

TEST(DeviceCredentials, HoldNoPassword) {
  std::vector<DataError> errors;
  parsed(R"(<credentials user="alice" password="secret"/>)", errors);
  EXPECT_EQ(errors.size(), 2U) << "an unknown attribute, and a missing one";
}

}  // namespace
}  // namespace sipspec::harness
