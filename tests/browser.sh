#!/usr/bin/env bash
# Tests of the pages in a real browser: widths, light and dark, every language, with and without script,
# by keyboard, and with axe-core. Installs Chromium, Node.js and two npm packages; loads pages of this machine
# only. Leaves screenshots in target/browser/screenshots. KALENDS_PICTURES=1 writes the pictures of the guide instead.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

packages=()
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs npm)
# Fonts for Arabic, Greek and Cyrillic, so that real letters are measured.
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
