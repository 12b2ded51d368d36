"""Checks the mail kits of a few hostile series; ends with 1 for any fault."""

import email.header
import email.policy
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import html5lib
import numpy
from service import KALENDS, Checks

BASE = "https://calendar.example.org/below"
TITLES = {
    "plain": "Talks",
    "markup": "</td></table><script>alert(1)</script><![endif]--> <!-- & &amp; <a href='javascript:x'>",
    "signs": "\\ ; , : \" ' ^ {{x}} %%x%% ${x} =?utf-8?q?x?= --=_ .",
    "letters": "日本語の長い題名がここにありますから折り返しが必要です 😀 Ἀθῆναι مرحبا " + "ß" * 200,
    "long": "words and " * 60 + "x" * 300,
}
ELEMENTS = set("html head meta title base body table tbody tr td p h2 a strong".split())
COMMENTS = {
    '[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]',
    "[if mso]></td></tr></table><![endif]",
}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def definition(title):
    title = quoted(title)
    return f"""
title = {title}
authority = "example.org"
timezone = "Europe/Brussels"
language = "ar"
duration = "2h"
[[session]]
id = "opening"
title = {title}
location = {title}
start = 2027-09-23T14:00:00
[[session]]
id = "outing"
title = {title}
start = 2027-09-24
end = 2027-09-26
status = "cancelled"
"""


def written(work, what, to):
    """All formats of a mail, as bytes by the ends of their names."""
    command = [KALENDS, "email", what, "--schedules", work, "--public-url", BASE, "--out", work / to]
    subprocess.run([*command, "--utm-source", "a&\"<b"], check=True, stdout=subprocess.DEVNULL)
    stem = what.replace("/", "-")
    return {path.name.removeprefix(stem): path.read_bytes() for path in (work / to).iterdir()}


def judge_draft(check, where, kit, title):
    draft = kit[".eml"]
    lines = draft.split(b"\r\n")
    check(f"{where}: ASCII, lines of at most 78, all ended by CRLF",
          draft.isascii() and max(map(len, lines)) <= 78 and not re.search(rb"[\r\n]", b"".join(lines)))
    message = email.message_from_bytes(draft, policy=email.policy.default)
    defects = [defect for part in message.walk() for defect in part.defects]
    defects += [defect for part in message.walk() for header in part.values() for defect in header.defects]
    check(f"{where}: defects {defects}", not defects)
    check(f"{where}: headers {message.keys()}",
          message.keys() == ["Subject", "X-Unsent", "MIME-Version", "Content-Type"])
    check(f"{where}: subject {message['Subject']!r}", message["Subject"] == title)
    # RFC 2047 §2 and §5: short, and no character in two of them.
    raw = draft.split(b"\r\nX-Unsent")[0].decode()
    for word in re.findall(r"=\?[^ ?]+\?[BQ]\?[^ ?]*\?=", raw):
        [(octets, charset)] = email.header.decode_header(word)
        check(f"{where}: {word}", len(word) <= 75 and octets.decode(charset) is not None)
    kinds = [part.get_content_type() for part in message.walk()]
    check(f"{where}: parts {kinds}", kinds == ["multipart/alternative", "text/plain", "text/html"])
    text, html = (part.get_content() for part in message.iter_parts())
    check(f"{where}: the plain text is the same", text.splitlines() == kit[".txt"].decode().splitlines())
    check(f"{where}: the block is the same", kit[".html"].decode().strip() in html)
    return html


def judge_html(check, where, html, title):
    try:
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    except html5lib.html5parser.ParseError as error:
        check(f"{where}: html5lib: {error!r}", False)
        return
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    comments = {element.text for element in document.iter() if not isinstance(element.tag, str)}
    found = {element.tag for element in elements} - ELEMENTS
    check(f"{where}: elements {found}", not found)
    check(f"{where}: comments {comments}", comments <= COMMENTS)
    check(f"{where}: no handlers", not any(name.startswith("on") for one in elements for name in one.attrib))
    links = [element.get("href") for element in elements if "href" in element.attrib]
    check(f"{where}: links {links}", links and all(link.startswith(BASE) for link in links))
    for link in links:
        is_page = not re.search(r"/(add|subscribe)/|\.ics$", link)
        check(f"{where}: campaign in {link}", link.endswith("?utm_source=a%26%22%3Cb") == is_page)
    head = document.find(".//h2")
    check(f"{where}: title", "".join(head.itertext()) == title)
    nested = [table for table in document.iter("table") if table.get("role") != "presentation"]
    check(f"{where}: tables are for layout", not nested)


def judge_codes(check, where, kit, page):
    reader = cv2.QRCodeDetector()
    picture = cv2.imdecode(numpy.frombuffer(kit["-qr.png"], numpy.uint8), cv2.IMREAD_GRAYSCALE)
    check(f"{where}: the picture is read as {page}", reader.detectAndDecode(picture)[0] == page)
    drawing = kit["-qr.svg"].decode()
    side = int(re.search(r'viewBox="0 0 (\d+) ', drawing)[1])
    pixels = numpy.full((side, side), 255, numpy.uint8)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h", drawing):
        pixels[int(y), int(x):int(x) + int(run)] = 0
    pixels = numpy.kron(pixels, numpy.ones((8, 8), numpy.uint8))
    check(f"{where}: the drawing is read as {page}", reader.detectAndDecode(pixels)[0] == page)


def main():
    check = Checks()
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        for name, title in TITLES.items():
            (work / f"{name}.toml").write_text(definition(title), encoding="utf-8")
        for name, title in TITLES.items():
            for what in [name, f"{name}/opening", f"{name}/outing"]:
                kit = written(work, what, f"{what}-mail")
                check(f"{what}: six files", len(kit) == 6)
                check(f"{what}: the same every time", kit == written(work, what, f"{what}-again"))
                judge_html(check, what, judge_draft(check, what, kit, title.strip()), title.strip())
                lines = kit[".txt"].decode().splitlines()
                long = [line for line in lines if len(line) > 78 and " " in line.strip()]
                check(f"{what}: long lines {long}", not long)
                judge_codes(check, what, kit, f"{BASE}/{what}")
    print(f"{check.passed} checks of {3 * len(TITLES)} mails passed, {len(check.failed)} failed")
    sys.exit(1 if check.failed else 0)


main()
