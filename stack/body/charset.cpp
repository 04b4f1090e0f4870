#include "stack/body/charset.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/utf8.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sipspec::stack {

namespace {

struct Row {
  std::string_view name;
  const char* system_name;
};

constexpr std::array<Row, 24> known = {{
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"us-ascii", "US-ASCII"},
    {"ascii", "US-ASCII"},
    {"iso-8859-1", "ISO-8859-1"},
    {"latin1", "ISO-8859-1"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-9", "ISO-8859-9"},
    {"iso-8859-15", "ISO-8859-15"},
    {"windows-1251", "CP1251"},
    {"windows-1252", "CP1252"},
    {"koi8-r", "KOI8-R"},
    {"gb2312", "GB2312"},
    {"gbk", "GBK"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5"},
    {"shift_jis", "SHIFT_JIS"},
    {"euc-jp", "EUC-JP"},
    {"euc-kr", "EUC-KR"},
    {"utf-16", "UTF-16"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
}};

const char* system_name(std::string_view name) {
  const auto* const row = std::ranges::find_if(
      known, [name](const Row& one) { return equals_ignoring_case(one.name, name); });
  return row == known.end() ? nullptr : row->system_name;
}

/// An iconv descriptor with its end.
class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr)
    if (handle_ == reinterpret_cast<iconv_t>(-1)) {
      throw std::runtime_error(std::string("iconv does not know ") + from + " and " + to);
    }
  }

  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  ~Converter() { iconv_close(handle_); }

  CharsetResult run(std::string_view octets) {
    CharsetResult result;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): iconv changes nothing
    char* in = const_cast<char*>(octets.data());
    std::size_t left = octets.size();
    // Each turn takes octets, or ends, or flushes, so that it comes to an end.
    while (left > 0) {
      const std::size_t before = left;
      const bool fault = step(&in, &left, result.text);
      if (fault && left == before && !full_) {
        result.bad_offset = octets.size() - left;
        return result;
      }
    }
    step(nullptr, nullptr, result.text);
    return result;
  }

 private:
  bool step(char** in, std::size_t* left, std::string& out) {
    std::array<char, 4096> chunk{};
    char* to = chunk.data();
    std::size_t room = chunk.size();
    const bool fault = iconv(handle_, in, left, &to, &room) == static_cast<std::size_t>(-1);
    out.append(chunk.data(), chunk.size() - room);
    full_ = room < 16;
    return fault;
  }

  iconv_t handle_;
  bool full_ = false;
};

CharsetResult unchanged(std::string_view text) {
  CharsetResult result;
  const std::size_t bad = find_invalid_utf8(text);
  result.text = text.substr(0, bad);
  if (bad != std::string_view::npos) {
    result.bad_offset = bad;
  }
  return result;
}

CharsetResult convert(std::string_view text, const char* to, const char* from) {
  if (std::string_view(to) == from) {
    return unchanged(text);
  }
  return Converter(to, from).run(text);
}

}  // namespace

bool is_known_charset(std::string_view name) noexcept {
  return system_name(name) != nullptr;
}

CharsetResult to_utf8(std::string_view octets, std::string_view charset) {
  const char* const from = system_name(charset);
  return from == nullptr ? CharsetResult{{}, std::nullopt, false} : convert(octets, "UTF-8", from);
}

CharsetResult from_utf8(std::string_view utf8, std::string_view charset) {
  const char* const to = system_name(charset);
  return to == nullptr ? CharsetResult{{}, std::nullopt, false} : convert(utf8, to, "UTF-8");
}

}  // namespace sipspec::stack
