#pragma once

// Runs the built program as a user would, in a folder of its own.

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace sipspec::harness {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder that goes away with the test.
class Workplace {
 public:
  Workplace() {
    std::string name = (std::filesystem::temp_directory_path() / "sipspec-e2e-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }

  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A started program; its output goes to files in the workplace.
class Program {
 public:
  Program(const Workplace& place, const std::string& name, std::vector<std::string> arguments)
      : out_(place.path() / (name + ".out")), err_(place.path() / (name + ".err")) {
    arguments.insert(arguments.begin(), SIPSPEC_PROGRAM);
    pid_ = ::fork();
    if (pid_ == 0) {
      std::vector<char*> words;
      for (auto& argument : arguments) {
        words.push_back(argument.data());
      }
      words.push_back(nullptr);
      const bool ready = ::freopen(out_.c_str(), "w", stdout) != nullptr &&
                         ::freopen(err_.c_str(), "w", stderr) != nullptr &&
                         ::chdir(place.path().c_str()) == 0;
      if (ready) {
        ::execv(words.front(), words.data());
      }
      ::_exit(127);
    }
  }

  ~Program() {
    if (!code_) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const { ::kill(pid_, number); }

  /// The exit code; a death by signal is 128 + signal.
  int wait() {
    int raw = 0;
    while (::waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
    }
    code_ = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
    return *code_;
  }

  std::string out() const { return read_file(out_); }

  std::string err() const { return read_file(err_); }

  /// Waits, generously, until its output holds the text.
  bool shows(const std::string& text) const {
    for (int i = 0; i < 3000; ++i) {
      if (out().find(text) != std::string::npos) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

 private:
  std::filesystem::path out_, err_;
  pid_t pid_ = -1;
  std::optional<int> code_;
};

/// The reference device on a free port.
class ReferenceDevice {
 public:
  ReferenceDevice(const Workplace& place, std::vector<std::string> options = {})
      : program_(place, "device", with_defaults(std::move(options))) {
    if (program_.shows("listening on ")) {
      const auto text = program_.out();
      const auto start = text.find("listening on ") + 13;
      address_ = text.substr(start, text.find(' ', start) - start);
    }
  }

  /// "127.0.0.1:40001"
  const std::string& address() const { return address_; }

  std::string dut() const { return "sip:bob@" + address_; }

  Program& program() { return program_; }

 private:
  static std::vector<std::string> with_defaults(std::vector<std::string> options) {
    options.insert(options.begin(), {"device", "--listen", "127.0.0.1:0"});
    return options;
  }

  Program program_;
  std::string address_;
};

}  // namespace sipspec::harness
