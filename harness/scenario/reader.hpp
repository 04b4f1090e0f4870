#pragma once

// What the readers of single elements have in common: attributes by type, places, and errors. The
// shape of the file has been checked by then (grammar.hpp). Internal to the loader.

#include "harness/catalogue/xml_grammar.hpp"
#include "harness/scenario/loader.hpp"
#include "harness/scenario/names.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

class ElementReader {
 public:
  ElementReader(const XmlFile& file, const LoadOptions& options, std::filesystem::path folder,
                std::vector<DataError>& errors)
      : file_(&file), options_(options), folder_(std::move(folder)), errors_(&errors) {}

  const XmlFile& file() const { return *file_; }

  const std::filesystem::path& folder() const { return folder_; }

  NameScope& scope() { return scope_; }

  const NameScope& scope() const { return scope_; }

  SourcePlace place(pugi::xml_node element) const;

  // Errors. With an attribute's name: at the attribute, when it is there.
  void fail(pugi::xml_node element, std::string sentence);
  void fail(pugi::xml_node element, const char* attribute, std::string sentence);
  void fail(const XmlText& text, std::size_t index, std::string sentence);

  // Attributes. A default stands for one that is left out.
  static std::string text(pugi::xml_node element, const char* attribute,
                          std::string_view fallback = {});
  static bool yes(pugi::xml_node element, const char* attribute);
  static bool has(pugi::xml_node element, const char* attribute);
  static std::vector<std::string> words(pugi::xml_node element, const char* attribute);
  static std::uint32_t number(pugi::xml_node element, const char* attribute,
                              std::uint32_t fallback);
  TimeExpression time(pugi::xml_node element, const char* attribute,
                      std::string_view fallback = {});
  /// The first actor when left out.
  std::string actor(pugi::xml_node element);
  /// Id of an earlier step of one of the kinds.
  std::string step(pugi::xml_node element, const char* attribute,
                   std::initializer_list<StepKind> kinds, NameUser user);
  std::string requirement(pugi::xml_node element, const char* attribute);
  std::string template_attribute(pugi::xml_node element, const char* attribute, NameUser user);

  /// Text of an element as a template without line breaks.
  std::string template_row(pugi::xml_node element, NameUser user);
  /// Mistakes of a template that came out of `text` unchanged.
  void check(const XmlText& written, TemplateKind kind, NameUser user);

 private:
  const XmlFile* file_;
  LoadOptions options_;
  std::filesystem::path folder_;
  std::vector<DataError>* errors_;
  NameScope scope_;
};

}  // namespace sipspec::harness
