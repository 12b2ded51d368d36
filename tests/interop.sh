#!/usr/bin/env bash
# Tests calendars with the parsers of real calendar programs; docs/reference/readers.md has the results. Installs all of
# them; KALENDS_UPDATE=1 rewrites the table.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

wanted=(gcc g++ golang-go golang-github-arran4-golang-ical-dev libdata-ical-perl libical-dev libkf5calendarcore-dev
    nodejs php-cli php-horde-icalendar php-sabre-vobject ruby ruby-icalendar)
missing=()
for package in "${wanted[@]}"; do
    [ "$package" = nodejs ] && command -v node >/dev/null && continue
    [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = 'install ok installed' ] || missing+=("$package")
done
command -v npm >/dev/null || missing+=(npm)
install_packages "${missing[@]}"
build_dist

home=target/interop
readers=tests/interop/readers
mkdir -p "$home"
install_python "$home/venv" --requirement tests/interop/requirements.txt
if ! cmp -s tests/interop/package-lock.json "$home/package-lock.json" || [ ! -d "$home/node_modules" ]; then
    cp tests/interop/package.json tests/interop/package-lock.json "$home/"
    npm ci --prefix "$home" --no-audit --no-fund --silent
fi
gcc -O1 -o "$home/libical" "$readers/libical.c" -lical
qt=$(dirname "$(find /usr/include -type d -name QtCore -path '*qt5*' | head -1)")
g++ -O1 -fPIC -std=c++17 -I/usr/include/KF5/KCalendarCore -I/usr/include/KF5 -I"$qt" -I"$qt/QtCore" -I"$qt/QtGui" \
    -o "$home/kcalendarcore" "$readers/kcalendarcore.cpp" -lKF5CalendarCore -lQt5Core
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$PWD/$home/go go build -o "$home/golang" "$readers/golang.go"

PYTHONPATH=tests/support "$home/venv/bin/python" tests/interop/run.py
