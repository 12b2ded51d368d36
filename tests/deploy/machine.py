"""A container for the units: systemd started in namespaces by systemd-nspawn, with this machine's /usr.

It runs the files installed by `dpkg --install`. /run/kalends and /var/lib/kalends are shared, so that a proxy outside
finds the socket.
"""

import contextlib
import os
import re
import resource
import shutil
import subprocess

from service import end
from tools import ROOT, SECONDS, Unix, ask, clean_environment, need, run, started, until

# Only the log and the requested units: no unit of this machine is started.
TARGET = "[Unit]\nDefaultDependencies=no\nWants=systemd-journald.service\n"


class Machine:
    def __init__(self, process, leader, root, run_directory):
        self.process, self.leader, self.root = process, leader, root
        self.socket = run_directory / "kalends.sock"

    def inside(self, *command):
        return run("nsenter", "--target", self.leader, "--all", *command)

    def systemctl(self, *arguments):
        return self.inside("systemctl", *arguments)

    def shows(self, unit, name):
        return self.systemctl("show", "--property", name, "--value", unit).text.strip()

    def journal(self):
        return self.inside("journalctl", "--no-pager", "--unit", "kalends.service", "--unit", "kalends.socket").text

    def main_process(self):
        """Status of the service's process, from the kernel."""
        lines = self.inside("cat", f"/proc/{self.shows('kalends.service', 'MainPID')}/status").text.splitlines()
        return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


@contextlib.contextmanager
def booted(work):
    root, run_directory = work / "machine", work / "run"
    for directory in ["etc/systemd/system", "etc/default", "var/lib/kalends", "usr", "proc", "sys", "dev", "run", "tmp", "root"]:
        (root / directory).mkdir(parents=True)
    for directory in ["bin", "lib", "lib64", "sbin"]:
        (root / directory).symlink_to(f"usr/{directory}")
    for name in ["passwd", "group", "ld.so.cache", "nsswitch.conf", "default/kalends"]:
        shutil.copy(f"/etc/{name}", root / "etc" / name)
    shutil.copy("/usr/lib/os-release", root / "etc/os-release")
    (root / "etc/machine-id").touch()
    (root / "etc/systemd/system/check.target").write_text(TARGET)
    run_directory.mkdir(mode=0o755)
    log = work / "machine.log"
    command = [
        "systemd-nspawn", "--quiet", "--keep-unit", "--register=no", f"--directory={root}", "--console=pipe",
        "--bind-ro=/usr", "--bind=/var/lib/kalends", f"--bind={run_directory}:/run/kalends", "--boot", "--", "--unit=check.target",
    ]
    with open(log, "w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=clean_environment())
    try:
        children = lambda: open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()
        up = lambda: children() and run("nsenter", "--target", children()[0], "--all", "systemctl", "is-active", "check.target").ok
        if not until(up):
            raise SystemExit(f"systemd does not boot in namespaces here:\n{log.read_text()}")
        yield Machine(process, int(children()[0]), root, run_directory)
    finally:
        leader = open(f"/proc/{process.pid}/task/{process.pid}/children").read().split() if process.poll() is None else []
        if leader:
            # SIGRTMIN+4 powers off.
            run("kill", f"-{34 + 4}", leader[0])
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS)
        end(process, SECONDS)


def judge_start(check, machine, user):
    """Follows README.Debian, then checks the units."""
    guide = open("/usr/share/doc/kalends/README.Debian").read()
    done = run("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *told(guide, "kalends init"))
    check("README.Debian: a first definition", done.ok, done.text)
    enable = told(guide, "systemctl enable")
    done = machine.inside(*enable)
    check("README.Debian: it starts", done.ok, done.text + machine.journal())
    check("README.Debian: it is ready", machine.inside(*told(guide, "kalends health")).ok)
    status = machine.main_process()
    check("it is its user, without rights, and filtered",
          status["Uid"].split()[0] == str(user.pw_uid) and int(status["CapEff"], 16) == 0 and int(status["CapBnd"], 16) == 0
          and status["NoNewPrivs"] == "1" and status["Seccomp"] == "2", str(status))
    check("systemd was notified that it is ready", machine.shows("kalends.service", "Type") == "notify" and machine.shows("kalends.service", "SubState") == "running")
    mode = machine.socket.stat()
    check("the socket is the proxy's alone", mode.st_mode & 0o777 == 0o660 and mode.st_gid == 33, oct(mode.st_mode))
    log = machine.journal()
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if allowed < int(re.search(r"LimitNOFILE=(\d+)", open("/usr/lib/systemd/system/kalends.service").read())[1]):
        # Without CAP_SYS_RESOURCE, as root in a container, the unit's limit cannot be tested.
        print(f"  not tried: the unit's LimitNOFILE, since {allowed} open files are allowed here")
        log = "".join(line for line in log.splitlines(True) if "can be open at once" not in line)
    check("nothing is denied that it needs", not re.search(r"ERROR|denied|not permitted|can be open at once|\bWARN\b", log), log)


def told(guide, part):
    """The guide's command that contains this part, without `sudo` and its user."""
    line = next(line for line in guide.splitlines() if part in line).strip()
    words = line.split()
    words = words[1:] if words[0] == "sudo" else words
    return words[2:] if words[0] == "-u" else words


def judge_life(check, machine, asked_by):
    """Reload, crash, restart, and start by a request. `asked_by`: by proxy, the status of a calendar."""
    ask = asked_by["nginx"]
    done = machine.systemctl("reload", "kalends.service")
    check("systemctl reload makes it read its files", done.ok and until(lambda: "reading all files again on SIGHUP" in machine.journal()), done.text)
    pid = machine.shows("kalends.service", "MainPID")
    for proxy, ask_it in asked_by.items():
        statuses = []
        with during(lambda: [machine.systemctl("restart", "kalends.service") for _ in range(8)]) as restarts:
            while restarts.is_alive():
                statuses.append(ask_it())
        check(f"{proxy}: nobody is refused while it restarts, eight times", len(statuses) >= 3 and set(statuses) == {200}, str(statuses))
    check("it is another process", machine.shows("kalends.service", "MainPID") not in (pid, "0"))
    machine.systemctl("kill", "--signal=KILL", "kalends.service")
    check("killed it is started again", until(lambda: machine.shows("kalends.service", "NRestarts") == "1") and ask() == 200)
    check("stopped it ends cleanly", until(lambda: machine.shows("kalends.service", "SubState") == "running") and
          machine.inside("systemctl", "stop", "kalends.service").ok and machine.shows("kalends.service", "Result") == "success", machine.journal())
    check("a request starts it", machine.shows("kalends.service", "ActiveState") == "inactive" and ask() == 200 and
          machine.shows("kalends.service", "ActiveState") == "active", machine.shows("kalends.service", "ActiveState"))


@contextlib.contextmanager
def during(act):
    import threading
    thread = threading.Thread(target=act)
    thread.start()
    yield thread
    thread.join()


def set_and_restart(machine, *lines):
    """Adds settings as an operator does."""
    with open(machine.root / "etc/default/kalends", "a") as settings:
        settings.write("".join(f"{line}\n" for line in lines))
    need("nsenter", "--target", machine.leader, "--all", "systemctl", "restart", "kalends.service")


def as_user(user, *command):
    return need("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command)


def edit(user, path, old, new):
    """As the user that edits definitions."""
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new))
    os.chown(path, user.pw_uid, user.pw_gid)


def activated_by_hand(check, work, user):
    """The unit's own command and environment under `systemd-socket-activate`: for machines without systemd."""
    unit = open("/usr/lib/systemd/system/kalends.service").read()
    command = re.search(r"(?m)^ExecStart=(.*)$", unit)[1].split()
    settings = dict(line.split("=", 1) for line in re.findall(r"(?m)^Environment=(.*)$", unit))
    schedules = work / "activated"
    shutil.copytree(ROOT / "schedules", schedules)
    for path in [schedules, *schedules.iterdir()]:
        os.chown(path, user.pw_uid, user.pw_gid)
    directory = work / "activated-run"
    directory.mkdir()
    os.chown(directory, user.pw_uid, user.pw_gid)
    socket, log = directory / "kalends.sock", work / "activated.log"
    settings["KALENDS_SCHEDULES"] = str(schedules)
    passed_on = [f"--setenv={name}={value}" for name, value in settings.items()]
    as_its_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"]
    with started(*as_its_user, "systemd-socket-activate", f"--listen={socket}", *passed_on, *command, log=log) as process:
        check("by hand: nothing runs before the first request", until(socket.exists) and "serving" not in log.read_text())
        answer = ask(Unix(socket), "/ehealth-security-2020.ics")
        check("by hand: the first request starts it and is answered", answer.status == 200 and answer.body.startswith(b"BEGIN:VCALENDAR"), log.read_text())
        process.terminate()
        check("by hand: it ends when asked", process.wait(SECONDS) == 0, log.read_text())
    without = run(*as_its_user, *command, env=clean_environment(**settings), timeout=20)
    check("by hand: without a socket it says so", without.returncode == 2 and ".socket" in without.text, without.text)
