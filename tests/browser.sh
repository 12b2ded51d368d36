#!/usr/bin/env bash
# Pages as people meet them, in a real browser: widths, light and dark, every language, with and without
# a script, by keyboard, and to axe-core. Installs Chromium, Node.js and two npm packages; loads pages of
# this machine alone. Screenshots are left in target/browser/screenshots. KALENDS_PICTURES=1 writes the pictures of the
# guide instead.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

packages=()
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs npm)
# Arabic, Greek and Cyrillic are measured in letters, not in boxes.
fc-list 2>/dev/null | grep -q NotoSansArabic || packages+=(fontconfig fonts-noto-core)
[ "${KALENDS_PICTURES:-}" != 1 ] || command -v pngquant >/dev/null || packages+=(pngquant)
install_packages "${packages[@]}"
build_dist

home=target/browser
mkdir -p "$home"
if ! cmp -s tests/browser/package-lock.json "$home/package-lock.json" || [ ! -d "$home/node_modules" ]; then
    cp tests/browser/package.json tests/browser/package-lock.json "$home/"
    npm ci --prefix "$home" --no-audit --no-fund --silent
fi
if [ "${KALENDS_PICTURES:-}" = 1 ]; then
    node tests/browser/pictures.mjs
else
    node tests/browser/run.mjs
fi
