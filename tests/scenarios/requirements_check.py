#!/usr/bin/env python3
"""Checks the requirement catalogue in scenarios/requirements beyond what its XML schema can say.

Usage: python3 tests/scenarios/requirements_check.py [folder]
Prints "N requirements in M documents". On faults: one "file:line: what" each on standard error, exit status 1.
"""

import re
import sys
import xml.sax
from pathlib import Path

NAMESPACE = "urn:sipspec:requirements:1"

# File, id prefix, number of catalogue rows (those without origin="sipspec"); 480 in all.
DOCUMENTS = {
    "rfc3428.xml": ("RFC3428", 100),
    "draft-ietf-sip-message-03.xml": ("DRAFT03", 15),
    "rfc3261.xml": ("RFC3261", 198),
    "rfc3263.xml": ("RFC3263", 8),
    "rfc3581.xml": ("RFC3581", 8),
    "rfc4320.xml": ("RFC4320", 7),
    "rfc5393.xml": ("RFC5393", 8),
    "rfc6026.xml": ("RFC6026", 2),
    "rfc5954.xml": ("RFC5954", 2),
    "rfc3862.xml": ("RFC3862", 9),
    "rfc5438.xml": ("RFC5438", 12),
    "rfc3994.xml": ("RFC3994", 6),
    "rfc5365.xml": ("RFC5365", 14),
    "rfc8760.xml": ("RFC8760", 10),
    "rfc7616.xml": ("RFC7616", 0),
    "rfc7118.xml": ("RFC7118", 10),
    "rfc5626.xml": ("RFC5626", 3),
    "rfc5922.xml": ("RFC5922", 6),
    "rfc3329.xml": ("RFC3329", 1),
    "rfc4475.xml": ("RFC4475", 49),
    "rfc5118.xml": ("RFC5118", 12),
}
CATALOGUE_ROWS = 480

LEVELS = {"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "DERIVED", "ROBUSTNESS"}
VERDICTS = {"FAIL", "NON_STRICT", "INFO"}
SETS = {
    "roles": {"uas", "uac", "proxy", "registrar", "gateway", "list", "any"},
    "transports": {"udp", "tcp", "tls", "ws"},
    "needs": {"trigger", "hook", "dns", "dialog", "auth", "proxy-pair", "multi-endpoint", "pki", "fake-clock", "manual"},
    "profiles": {"strict-3428", "modern", "rfc3261-only", "draft03", "relaxed-size"},
}
ATTRIBUTES = {
    "requirements": ({"document", "title", "url"}, set()),
    "section": ({"number", "title"}, set()),
    "requirement": ({"id", "level", "roles", "transports", "difficulty"}, {"verdict", "needs", "profiles", "origin"}),
    "sentence": (set(), set()), "stimulus": (set(), set()), "observation": (set(), set()), "note": (set(), set()),
}
PARENTS = {"requirements": "", "section": "requirements", "requirement": "section", "sentence": "requirement",
           "stimulus": "requirement", "observation": "requirement", "note": "requirement"}
TEXTS = ("sentence", "stimulus", "observation", "note")
SENTENCE_LIMIT = 240
README_ID = re.compile(r"\b(?:RFC\d{4}|DRAFT\d{2})-\d+(?:\.\d+)*-\d{2}\b")
GRAMMAR_ID = re.compile(r"\b20\.\d+-\d{2}\b")


class Faults:
    def __init__(self):
        self.count = 0

    def add(self, file, line, text):
        self.count += 1
        print(f"{file}:{line}: {text}", file=sys.stderr)


class Reader(xml.sax.ContentHandler):
    """Reads one file and reports its faults with their lines."""

    def __init__(self, file, prefix, faults, ids, sentences):
        super().__init__()
        self.file, self.prefix, self.faults, self.ids, self.sentences = file, prefix, faults, ids, sentences
        self.path, self.texts, self.text = [], {}, ""
        self.section, self.sections, self.last_number = "", set(), 0
        self.rows = self.catalogue_rows = 0

    def fault(self, text):
        self.faults.add(self.file, self.locator.getLineNumber(), text)

    def setDocumentLocator(self, locator):
        self.locator = locator

    def startElementNS(self, name, qname, attributes):
        space, tag = name
        parent = self.path[-1] if self.path else ""
        self.path.append(tag)
        self.text = ""
        values = {key[1]: value for key, value in attributes.items()}
        if space != NAMESPACE or tag not in ATTRIBUTES:
            return self.fault(f"unknown element {tag}")
        if parent != PARENTS[tag]:
            self.fault(f"{tag} stands in {parent or 'no element'}")
        required, optional = ATTRIBUTES[tag]
        for key in sorted(required - values.keys()):
            self.fault(f"{tag} has no attribute {key}")
        for key in sorted(values.keys() - required - optional):
            self.fault(f"{tag} has the unknown attribute {key}")
        if required <= values.keys():
            getattr(self, "start_" + tag, lambda _: None)(values)

    def start_requirements(self, values):
        if values["document"] != self.prefix:
            self.fault(f"document is {values['document']} and not {self.prefix}")

    def start_section(self, values):
        self.section, self.last_number = values["number"], 0
        if self.section in self.sections:
            self.fault(f"section {self.section} stands twice")
        self.sections.add(self.section)

    def start_requirement(self, values):
        self.texts, self.rows = {}, self.rows + 1
        ident, origin = values["id"], values.get("origin")
        self.catalogue_rows += origin is None
        match = re.fullmatch(r"([A-Z]+\d+)-(\d+(?:\.\d+)*)-(\d\d)", ident)
        if not match:
            self.fault(f"id {ident} has the wrong form")
        else:
            if match[1] != self.prefix or match[2] != self.section:
                self.fault(f"id {ident} stands in section {self.section} of {self.prefix}")
            if int(match[3]) != self.last_number + 1:
                self.fault(f"id {ident} does not follow number {self.last_number:02}")
            self.last_number = int(match[3])
        if ident in self.ids:
            self.fault(f"id {ident} stands in {self.ids[ident]} too")
        self.ids[ident] = f"{self.file}:{self.locator.getLineNumber()}"
        if values["level"] not in LEVELS:
            self.fault(f"{ident}: level {values['level']} is unknown")
        if values.get("verdict", "INFO") not in VERDICTS:
            self.fault(f"{ident}: verdict {values['verdict']} is unknown")
        if values["difficulty"] not in {"easy", "medium", "hard"}:
            self.fault(f"{ident}: difficulty {values['difficulty']} is unknown")
        if origin not in (None, "sipspec"):
            self.fault(f"{ident}: origin {origin} is unknown")
        for key, allowed in SETS.items():
            words = values.get(key, "").split()
            for word in words:
                if word not in allowed:
                    self.fault(f"{ident}: {word} is not one of {key}")
            if len(words) != len(set(words)):
                self.fault(f"{ident}: {key} names one twice")
            if not words and (key in ("roles", "transports") or (key == "profiles" and key in values)):
                self.fault(f"{ident}: {key} is empty")

    def characters(self, content):
        self.text += content

    def endElementNS(self, name, qname):
        tag = self.path.pop()
        if tag in TEXTS:
            self.end_text(tag)
        elif tag == "requirement":
            for key in TEXTS[:3]:
                if key not in self.texts:
                    self.fault(f"requirement has no {key}")
        elif self.text.strip():
            self.fault(f"stray text in {tag}")
        self.text = ""

    def end_text(self, tag):
        text = self.text
        if tag in self.texts:
            self.fault(f"{tag} stands twice")
        self.texts[tag] = text
        if not text or text != text.strip() or re.search(r"\s\s|[\t\n\r]", text):
            self.fault(f"{tag} is empty or has stray blanks")
        elif not text.endswith("."):
            self.fault(f"{tag} does not end in a full stop")
        if tag != "sentence":
            return
        if len(text) >= SENTENCE_LIMIT:
            self.fault(f"sentence has {len(text)} characters; {SENTENCE_LIMIT - 1} are allowed")
        if text and not text[0].isupper():
            self.fault("sentence does not start with a capital")
        key = (self.prefix, text)
        if key in self.sentences:
            self.fault(f"sentence is that of {self.sentences[key]}")
        self.sentences[key] = f"{self.file}:{self.locator.getLineNumber()}"


def read(path, prefix, faults, ids, sentences):
    reader = Reader(path, prefix, faults, ids, sentences)
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(str(path))
    except xml.sax.SAXParseException as error:
        faults.add(path, error.getLineNumber(), f"not well-formed: {error.getMessage()}")
        return None
    return reader


def check_readme(folder, ids, faults):
    """Each id that the ownership table names is a row."""
    path = folder / "README.md"
    if not path.exists():
        return faults.add(path, 1, "is missing")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        named = README_ID.findall(line)
        if line.count("20.") and not named:
            named = ["RFC3261-" + ident for ident in GRAMMAR_ID.findall(line)]
        for ident in named:
            if ident not in ids:
                faults.add(path, number, f"names {ident}, which is no row")


def main(arguments):
    root = Path(__file__).resolve().parents[2]
    folder = Path(arguments[1]) if len(arguments) > 1 else root / "scenarios" / "requirements"
    faults, ids, sentences = Faults(), {}, {}
    rows = documents = catalogue_rows = 0
    for path in sorted(folder.glob("*.xml")):
        if path.name not in DOCUMENTS:
            faults.add(path, 1, "is not in the list of documents")
    for name, (prefix, expected) in DOCUMENTS.items():
        path = folder / name
        if not path.exists():
            faults.add(path, 1, "is missing")
            continue
        reader = read(path, prefix, faults, ids, sentences)
        if reader is None:
            continue
        documents, rows, catalogue_rows = documents + 1, rows + reader.rows, catalogue_rows + reader.catalogue_rows
        if reader.catalogue_rows != expected:
            faults.add(path, 1, f"has {reader.catalogue_rows} catalogue rows and not {expected}")
    if catalogue_rows != CATALOGUE_ROWS:
        faults.add(folder, 1, f"has {catalogue_rows} catalogue rows and not {CATALOGUE_ROWS}")
    check_readme(folder, ids, faults)
    print(f"{rows} requirements in {documents} documents")
    return 1 if faults.count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
