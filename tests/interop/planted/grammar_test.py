"""The independent device reads requests as RFC 3261 has them: what it refuses and what it takes."""

import re
import unittest
from pathlib import Path

import grammar
import planted

GOOD = ("MESSAGE sip:bob@127.0.0.1 SIP/2.0", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKa", "Max-Forwards: 70",
        "From: <sip:alice@127.0.0.1>;tag=a", "To: <sip:bob@127.0.0.1>", "Call-ID: c@h", "CSeq: 1 MESSAGE", "Content-Length: 0")


def judged(*changes):
    """The good request with rows replaced by those of the same name, or with more rows."""
    rows = list(GOOD)
    for change in changes:
        name = change.partition(":")[0]
        same = [at for at, row in enumerate(rows) if at and row.partition(":")[0] == name]
        if same and not change.startswith("+"):
            rows[same[0]] = change
        else:
            rows.append(change.lstrip("+"))
    request = grammar.parse_head("\r\n".join(rows).encode("utf-8", "surrogateescape"))
    grammar.judge(request)
    grammar.content_length(request)
    return request


class Reading(unittest.TestCase):
    def test_a_plain_request(self):
        request = judged()
        self.assertEqual((request.method, request.cseq, request.vias[0].port), ("MESSAGE", 1, 5070))

    def test_white_space_and_folding(self):
        request = judged('From: "A Graham \\\\\\""  <sip:alice@127.0.0.1>\r\n  ;\r\n  tag = a', "CSeq: 0009\r\n  MESSAGE", "Max-Forwards: 0068",
                         "Via: SIP  / 2.0\r\n /UDP\r\n    127.0.0.1:5070 ;branch\r\n = z9hG4bKa",
                         "+v:  SIP  / 2.0  / TCP     a.example.com   ;\r\n  branch  =   z9hG4bKb  , SIP  /    2.0   / UDP  192.0.2.5   ; branch=\r\n z9hG4bKc",
                         "+X-Odd: ;;,,;;,;", "+s :")
        self.assertEqual([via.parameter("branch") for via in request.vias], ["z9hG4bKa", "z9hG4bKb", "z9hG4bKc"])
        self.assertEqual((request.sender.tag(), request.cseq), ("a", 9))

    def test_quoted_separators(self):
        request = judged('Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKa;x="a;b,c";hidden',
                         'From: "Bell, Alexander \\"Graham\\"" <sip:alice@127.0.0.1>;tag=a;x=Kept')
        self.assertEqual(request.vias[0].parameters[1:], [("x", '"a;b,c"'), ("hidden", None)])

    def test_what_is_legal_and_rare(self):
        judged("Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{")
        judged("From: caller<sip:alice@127.0.0.1>;tag=a")
        judged("To: <tel:+1-201-555-0123>")
        judged("To: sip:bob@127.0.0.1;tag=b")
        judged("CSeq: 2147483647 MESSAGE")
        judged("+Subject: \udcff\udcfe")

    def test_what_is_malformed(self):
        for change in ("Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKa;;,;,,", "From: Bell, Alexander <sip:alice@127.0.0.1>;tag=a",
                       'To: "Mr. J. User <sip:bob@127.0.0.1>', 'To: "Watson" < sip:bob@127.0.0.1 >', "CSeq: 36893488147419103232 MESSAGE",
                       "CSeq: 2147483648 MESSAGE", "CSeq: 1 INVITE", "Content-Length: -999", "+Content-Length: 5", "+Call-ID: other",
                       "+Max-Forwards: 5", "+row without name"):
            with self.subTest(change), self.assertRaises(grammar.Malformed):
                judged(change)

    def test_another_version(self):
        request = grammar.parse_head("\r\n".join(("MESSAGE sip:bob@127.0.0.1 SIP/7.0",) + GOOD[1:]).encode())
        with self.assertRaises(grammar.WrongVersion):
            grammar.judge(request)
        self.assertEqual(request.vias[0].port, 5070, "the refusal has to find its way back")


class Table(unittest.TestCase):
    def test_names_are_unique_and_legal_ones_break_nothing(self):
        modules = (planted.planted_copies, planted.planted_fields, planted.planted_wire, planted.planted_behaviour, planted.planted_legal)
        names = [defect.name for module in modules for defect in module.DEFECTS]
        self.assertEqual(len(names), len(set(names)))
        for defect in planted.DEFECTS.values():
            self.assertEqual(defect.name.startswith("legal-"), not defect.breaks, defect.name)

    def test_requirements_exist(self):
        requirements = Path(__file__).resolve().parents[3] / "scenarios" / "requirements"
        known = set()
        for file in requirements.glob("*.xml"):
            known |= set(re.findall(r'<requirement id="([^"]+)"', file.read_text(encoding="utf-8")))
        for defect in planted.DEFECTS.values():
            self.assertEqual(set(defect.breaks) - known, set(), defect.name)


if __name__ == "__main__":
    unittest.main()
