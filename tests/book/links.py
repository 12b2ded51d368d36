"""Every relative link of the built book, and of the Markdown files that a forge shows, leads to a file and to a place in it."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "target/book"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.update(attributes[name] for name in ("id", "name") if attributes.get(name))
        for name in ("href", "src"):
            if attributes.get(name):
                self.links.append(attributes[name])


def is_ours(link):
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc


def book():
    pages = {path: Page(path.read_text()) for path in BOOK.rglob("*.html")}
    assert len(pages) > 25, f"{len(pages)} pages built"
    for path, page in pages.items():
        # The page for addresses that do not exist is shown at any depth.
        if path.name in ("404.html", "toc.html", "print.html"):
            continue
        for link in filter(is_ours, page.links):
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                yield f"{path.relative_to(BOOK)}: {link} leads to no file"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{path.relative_to(BOOK)}: {link} leads to no heading"


def anchors(text):
    """As forges make them of headings."""
    lines = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S).splitlines()
    headings = (line.lstrip("#").strip().lower() for line in lines if re.match(r"#{1,6} ", line))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def markdown():
    tracked = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    assert "README.md" in tracked
    for name in tracked:
        path = ROOT / name
        text = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.M | re.S)
        for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            if not is_ours(link):
                continue
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                yield f"{name}: {link} leads to no file"
            elif parts.fragment and target.suffix == ".md" and parts.fragment not in anchors(target.read_text()):
                yield f"{name}: {link} leads to no heading"


wrong = [*book(), *markdown()]
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
