#include "tests/reports/json_schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace sipspec::reports::test {

namespace json = boost::json;

namespace {

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

bool has_type(const json::value& value, std::string_view type) {
  if (type == "object") {
    return value.is_object();
  }
  if (type == "array") {
    return value.is_array();
  }
  if (type == "string") {
    return value.is_string();
  }
  if (type == "boolean") {
    return value.is_bool();
  }
  if (type == "integer") {
    return value.is_int64() || value.is_uint64();
  }
  return type == "null" && value.is_null();
}

class Validator {
 public:
  explicit Validator(const json::value& root) : root_(root) {}

  void check(const json::value& schema_value, const json::value& value, const std::string& path) {
    const json::object& schema = schema_value.as_object();
    if (const auto* reference = schema.if_contains("$ref")) {
      std::string_view pointer = view(reference->as_string());
      pointer.remove_prefix(1);  // '#'
      check(root_.at_pointer(pointer), value, path);
      return;
    }
    check_value(schema, value, path);
    if (value.is_object()) {
      check_object(schema, value.get_object(), path);
    }
    if (value.is_array()) {
      check_array(schema, value.get_array(), path);
    }
  }

  std::vector<std::string> problems;

 private:
  void fail(const std::string& path, std::string_view what) {
    problems.push_back(fmt::format("{}: {}", path, what));
  }

  void check_value(const json::object& schema, const json::value& value, const std::string& path) {
    if (const auto* allowed = schema.if_contains("enum")) {
      if (std::ranges::find(allowed->as_array(), value) == allowed->as_array().end()) {
        fail(path, "not one of the allowed values");
      }
    }
    if (const auto* constant = schema.if_contains("const"); constant && *constant != value) {
      fail(path, "not the constant");
    }
    if (const auto* type = schema.if_contains("type"); type && !is_type(*type, value)) {
      fail(path, "wrong type");
    }
    if (const auto* least = schema.if_contains("minimum")) {
      if (value.is_int64() && value.get_int64() < least->to_number<std::int64_t>()) {
        fail(path, "too small");
      }
    }
  }

  static bool is_type(const json::value& type, const json::value& value) {
    if (type.is_string()) {
      return has_type(value, view(type.get_string()));
    }
    return std::ranges::any_of(type.as_array(), [&](const json::value& one) {
      return has_type(value, view(one.as_string()));
    });
  }

  void check_object(const json::object& schema, const json::object& object,
                    const std::string& path) {
    const auto* required = schema.if_contains("required");
    for (const auto& name : required ? required->as_array() : json::array{}) {
      if (!object.contains(name.as_string())) {
        fail(path, fmt::format("{} is missing", view(name.as_string())));
      }
    }
    const json::object& properties = schema.at("properties").as_object();
    for (const auto& member : object) {
      const std::string at = fmt::format("{}/{}", path, std::string_view(member.key()));
      if (const auto* property = properties.if_contains(member.key())) {
        check(*property, member.value(), at);
      } else {
        fail(at, "is not in the schema");
      }
    }
  }

  void check_array(const json::object& schema, const json::array& array, const std::string& path) {
    const auto limit = [&](std::string_view name, std::size_t otherwise) {
      const auto* value = schema.if_contains(name);
      return value ? value->to_number<std::size_t>() : otherwise;
    };
    if (array.size() < limit("minItems", 0) || array.size() > limit("maxItems", array.size())) {
      fail(path, "wrong number of items");
    }
    if (const auto* items = schema.if_contains("items")) {
      for (std::size_t i = 0; i < array.size(); ++i) {
        check(*items, array[i], fmt::format("{}/{}", path, i));
      }
    }
  }

  const json::value& root_;
};

}  // namespace

std::vector<std::string> schema_problems(const json::value& schema, const json::value& document) {
  Validator validator(schema);
  validator.check(schema, document, "");
  return validator.problems;
}

}  // namespace sipspec::reports::test
