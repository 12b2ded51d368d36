"""The Debian package: built, checked by lintian, installed, and purged, leaving only definitions and records."""

import contextlib
import grp
import pathlib
import pwd
import shutil

from tools import DEPLOY, KALENDS, clean_environment, need, run

STATE = pathlib.Path("/var/lib/kalends")
SCHEDULES = STATE / "schedules"
# Exists while the package is installed by these checks.
OURS = pathlib.Path("/var/tmp/kalends-deploy-checks")
PATHS = ["/usr/bin/kalends", "/etc/default/kalends", "/usr/lib/systemd/system/kalends.service", "/usr/lib/systemd/system/kalends.socket"]
TRACES = [*PATHS, "/usr/share/doc/kalends", "/usr/share/bash-completion/completions/kalends", "/etc/systemd/system/kalends.service"]


def refuse_if_in_use():
    """Refuses to touch an existing installation, except one left by a killed check."""
    if OURS.exists():
        run("dpkg", "--purge", "kalends")
        take_away()
    if STATE.exists() or any(pathlib.Path(path).exists() for path in PATHS):
        raise SystemExit("Kalends is installed here: these checks install and purge it, and are for other machines")


def build(check, work):
    out = work / "package"
    out.mkdir()
    done = run(DEPLOY / "debian/build", out, "--fast", env=clean_environment(KALENDS_BINARY=KALENDS), timeout=300)
    found = list(out.glob("*.deb"))
    if not check("the package is made", done.ok and len(found) == 1, done.text):
        raise SystemExit(1)
    lint = run("lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "0", found[0])
    check("lintian finds no error", lint.ok, lint.text)
    print("".join(f"  lintian: {line}\n" for line in lint.text.splitlines() if line.startswith("W:")), end="")
    faulty = work / "faulty-package"
    need("dpkg-deb", "--raw-extract", found[0], faulty)
    (faulty / "usr/share/doc/kalends/copyright").unlink()
    need("dpkg-deb", "--build", "-Zgzip", "-z1", faulty, work / "faulty.deb")
    check("lintian sees a fault", not run("lintian", "--allow-root", "--fail-on", "error", work / "faulty.deb").ok)
    shutil.rmtree(faulty)
    return found[0]


@contextlib.contextmanager
def installed(check, deb):
    users_before = {user.pw_name for user in pwd.getpwall()}
    OURS.touch()
    try:
        done = run("dpkg", "--install", deb)
        check("dpkg installs it", done.ok, done.text)
        check("all is there", all(pathlib.Path(path).exists() for path in PATHS))
        user = pwd.getpwnam("kalends")
        check("the user owns the directory and has no shell",
              STATE.stat().st_uid == user.pw_uid and STATE.stat().st_mode & 0o777 == 0o750 and user.pw_shell.endswith("nologin"))
        check("its settings are a conffile", "/etc/default/kalends" in need("dpkg-query", "--show", "--showformat=${Conffiles}", "kalends"))
        done = run("dpkg", "--install", deb)
        check("it can be installed again", done.ok, done.text)
        yield user
    finally:
        purge(check, users_before)


def purge(check, users_before):
    done = run("dpkg", "--purge", "kalends")
    check("dpkg purges it", done.ok, done.text)
    left = [path for path in TRACES if pathlib.Path(path).exists() or pathlib.Path(path).is_symlink()]
    check("nothing of it is left", not left, str(left))
    records = list(SCHEDULES.glob("*.lock"))
    check("records are, and it says so", records and "/var/lib/kalends is kept" in done.text, done.text)
    check("so is the user that owns them", "kalends" in {user.pw_name for user in pwd.getpwall()})
    take_away()
    check("the machine has the users of before", {user.pw_name for user in pwd.getpwall()} == users_before and
          "kalends" not in {group.gr_name for group in grp.getgrall()})


def take_away():
    """Removes the files that purging and the checks leave."""
    shutil.rmtree(STATE, ignore_errors=True)
    run("deluser", "--system", "--quiet", "kalends")
    OURS.unlink(missing_ok=True)


def purged_while_empty(check, deb):
    OURS.touch()
    need("dpkg", "--install", deb)
    done = run("dpkg", "--purge", "kalends")
    check("purged before any use it leaves nothing", done.ok and not STATE.exists() and
          "kalends" not in {user.pw_name for user in pwd.getpwall()}, done.text)
    OURS.unlink()
