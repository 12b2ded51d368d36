# Functions for scripts to source: install missing tools.

# Debian's packages; with no names nothing happens. One script at a time.
install_packages() {
    [ "$#" -gt 0 ] || return 0
    local lock
    exec {lock}>/tmp/kalends-install.lock
    flock "$lock"
    apt-get -o DPkg::Lock::Timeout=600 update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yqq --no-install-recommends "$@" >/dev/null
    exec {lock}>&-
}

# Commands, as COMMAND=PACKAGE if the package has another name. Also finds commands in sbin directories.
install_commands() {
    local one missing=()
    PATH=$PATH:/usr/sbin:/sbin
    for one; do
        command -v "${one%%=*}" >/dev/null || missing+=("${one##*=}")
    done
    install_packages "${missing[@]}"
}

# A Python environment in a directory with the packages given to pip; repeating it is cheap.
install_python() {
    local venv=$1
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${@:2}"
}

# The `dist` build, unless KALENDS_BINARY names another binary.
build_dist() {
    [ -n "${KALENDS_BINARY:-}" ] || cargo build --locked --profile dist --quiet
}
