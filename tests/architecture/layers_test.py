"""The check of the layers finds what it is there for: each violation is planted in a small tree."""

import tempfile
import unittest
from pathlib import Path

import layers


class Layers(unittest.TestCase):
    def faults(self, file, text):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for top in layers.SOURCES:
                (root / top).mkdir()
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8")
            return layers.check(root)

    def assert_fault(self, file, text, words):
        faults = self.faults(file, text)
        self.assertEqual(len(faults), 1, faults)
        self.assertTrue(faults[0].startswith(f"{file}:1: "), faults)
        self.assertIn(words, faults[0])

    def test_the_stack_knows_no_harness(self):
        self.assert_fault("stack/message/uri.cpp", '#include "harness/run/runner.hpp"\n', "may not use harness/run")

    def test_the_parser_knows_no_transaction(self):
        self.assert_fault("stack/message/uri.cpp", '#include "stack/transaction/timers.hpp"', "may not use stack/transaction")

    def test_reports_know_neither_stack_nor_harness(self):
        self.assert_fault("reports/json.cpp", '#include "stack/message/message.hpp"', "may not use stack/message")
        self.assert_fault("reports/json.hpp", '#include "harness/device/profile.hpp"', "may not use harness/device")

    def test_captures_know_no_reports(self):
        self.assert_fault("captures/pcap.cpp", '#include "reports/json.hpp"', "may not use reports")

    def test_the_runner_knows_no_command_line(self):
        self.assert_fault("harness/run/plan.cpp", '#include "harness/cli/options.hpp"', "may not use harness/cli")

    def test_the_core_has_no_sockets_files_threads_or_capture(self):
        for header in ("sys/socket.h", "netinet/in.h", "boost/asio/io_context.hpp", "boost/asio.hpp", "fstream", "thread"):
            for file in ("stack/agent/a.cpp", "harness/engine/a.cpp", "harness/monitor/a.hpp"):
                with self.subTest(header=header, file=file):
                    self.assertTrue(self.faults(file, f"#include <{header}>"))

    def test_the_core_reads_no_clock(self):
        self.assert_fault("harness/engine/a.cpp", "auto now = std::chrono::steady_clock::now();", "takes time as an argument")
        self.assert_fault("stack/agent/a.cpp", "using Clock = std::chrono::system_clock;", "takes time as an argument")

    def test_asio_stays_behind_the_drivers(self):
        self.assert_fault("harness/cli/a.cpp", "#include <boost/asio/write.hpp>", "Boost.Asio stays in harness/io")
        self.assert_fault("reports/a.cpp", "#include <boost/asio/write.hpp>", "Boost.Asio stays in harness/io")

    def test_openssl_stays_behind_digest_bodies_and_tls(self):
        self.assert_fault("stack/agent/a.cpp", "#include <openssl/evp.h>", "OpenSSL stays in stack/auth")
        for folder in ("stack/auth", "stack/body", "harness/io"):
            self.assertEqual(self.faults(f"{folder}/a.cpp", "#include <openssl/evp.h>"), [])

    def test_an_include_from_nowhere_is_found(self):
        self.assert_fault("reports/a.cpp", '#include "vendor/thing.hpp"', "not below stack")

    def test_a_folder_that_the_table_does_not_know_may_use_nothing(self):
        self.assert_fault("harness/new/a.cpp", '#include "stack/time.hpp"', "may not use stack")

    def test_what_is_allowed_passes(self):
        for file, text in (
                ("stack/message/a.cpp", '#include "stack/text/cursor.hpp"\n#include <chrono>\n#include <string>\n'),
                ("stack/message/a.cpp", "// steady_clock belongs to the driver\n"),
                ("stack/message/sub/a.cpp", '#include "stack/message/message.hpp"\n'),
                ("captures/live/a.cpp", '#include "captures/packet.hpp"\n#include <boost/asio/io_context.hpp>\n'),
                ("harness/io/a.cpp", '#include "stack/agent/agent.hpp"\n#include <sys/socket.h>\n'),
                ("harness/cli/a.cpp", '#include "harness/run/runner.hpp"\n#include "reports/json.hpp"\n'),
                ("reports/a.cpp", '#include "reports/json.hpp"\n#include <fstream>\n')):
            with self.subTest(file=file, text=text):
                self.assertEqual(self.faults(file, text), [])


if __name__ == "__main__":
    unittest.main()
