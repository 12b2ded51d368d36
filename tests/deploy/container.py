"""The image's command as its image would run it, without an engine: user, environment, command and health check are
those of the Containerfile, the tree holds glibc, libgcc and the program, and nothing of it can be written.

Not tested: the build of the image, and its base image.
"""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import time

import files
from service import end
from tools import DEPLOY, KALENDS, ROOT, SECONDS, need, run, until

INSIDE = ROOT / "tests/deploy/inside.py"


class Image:
    """The settings of the Containerfile's last stage."""

    def __init__(self):
        text = (DEPLOY / "container/Containerfile").read_text().replace("\\\n", " ")
        last = text[text.rindex("\nFROM"):]
        listed = lambda name: json.loads(re.search(rf"(?m)\b{name} (\[.*\])$", last)[1])
        self.user = re.search(r"(?m)^USER (\d+):\d+$", last)[1]
        self.environment = dict(pair.split("=", 1) for pair in re.search(r"(?m)^ENV (.*)$", last)[1].split())
        self.entrypoint, self.command = listed("ENTRYPOINT"), re.search(r"(?m)^CMD (\[.*\])$", last)[1]
        self.command = json.loads(self.command)
        self.health = json.loads(re.search(r"(?m)^HEALTHCHECK .* CMD (\[.*\])$", last)[1])


def tree(work, name):
    root = work / name
    for directory in ["usr/bin", "proc", "schedules"]:
        (root / directory).mkdir(parents=True)
    shutil.copy(KALENDS, root / "usr/bin/kalends")
    for library in re.findall(r"(/\S+)", need("ldd", KALENDS)):
        target = root / library.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
    return root


class Running:
    """The command, and requests to it from inside."""

    def __init__(self, process, pid, image, root, environment):
        self.process, self.pid, self.image, self.root, self.environment = process, pid, image, root, environment

    def health(self, ready=True):
        """The image's health check, among its processes."""
        command = self.image.health if ready else [part for part in self.image.health if part != "--ready"]
        return run("nsenter", "--target", self.pid, "--net", "--mount", "--pid", f"--root={self.root}", "--setuid", self.image.user,
                   "--setgid", self.image.user, *command, env=self.environment)

    def fetch(self, path):
        """Status of a request by this machine's curl, in the command's network."""
        return run("nsenter", "--target", self.pid, "--net", "curl", "--silent", "--max-time", "5", "--output", "/dev/null", "--write-out",
                   "%{http_code}", f"http://127.0.0.1:8080{path}").text

    def status(self):
        lines = open(f"/proc/{self.pid}/status").read().splitlines()
        return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


@contextlib.contextmanager
def running(image, root, log, environment):
    with open(log, "w") as output:
        process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--net", "--fork", sys.executable, INSIDE, root, image.user, *image.entrypoint, *image.command],
            stdout=output, stderr=output, stdin=subprocess.DEVNULL, env={**environment, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        )
    try:
        children = lambda: open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()
        assert until(children), log.read_text()
        yield Running(process, int(children()[0]), image, root, environment)
    finally:
        if process.poll() is None:
            with contextlib.suppress(OSError, IndexError):
                # `unshare` waits for it and does not forward signals.
                run("kill", "-KILL", children()[0])
            end(process, SECONDS)


def judge(check, work):
    image = Image()
    root = tree(work, "image")
    for file in (ROOT / "schedules").iterdir():
        shutil.copy(file, root / "schedules")
    log = work / "image.log"
    with running(image, root, log, image.environment) as service:
        check("image: its health check says ready", until(lambda: service.health().ok), log.read_text())
        check("image: a calendar is served", service.fetch("/ehealth-security-2020.ics") == "200")
        status = service.status()
        check("image: not root, no rights, none to gain",
              status["Uid"].split()[0] == image.user and int(status["CapEff"], 16) == 0 and status["NoNewPrivs"] == "1", str(status))
        options = next(line.split()[5] for line in open(f"/proc/{service.pid}/mountinfo") if line.split()[4] == "/")
        check("image: nothing can be written", "ro" in options.split(","), options)
        check("image: its first process ends when asked", ended_with(service, 0), log.read_text())
        check("image: its health check sees that it is gone", not service.health().ok)
    kubernetes(check, work, image)


def ended_with(service, code):
    run("kill", "-TERM", service.pid)
    return until(lambda: service.process.poll() is not None) and service.process.returncode == code


def kubernetes(check, work, image):
    """The same with the environment of the Deployment and the files of the config map, laid out as by kubelet."""
    documents = files.rendered(DEPLOY / "kubernetes/base")
    deployment = files.one(documents, "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    root = tree(work, "pod")
    data = root / "schedules/..2026"
    data.mkdir()
    for name, text in files.one(documents, "ConfigMap")["data"].items():
        (data / name).write_text(text)
        (root / "schedules" / name).symlink_to(f"..data/{name}")
    (root / "schedules/..data").symlink_to("..2026")
    first = pod["initContainers"][0]["args"]
    checked = lambda: run("chroot", f"--userspec={image.user}:{image.user}", root, *image.entrypoint, *first,
                         env={**image.environment, "PATH": "/usr/sbin:/usr/bin"})
    check("pod: it may start", checked().ok, checked().text)
    definition = data / "autumn-school.toml"
    meant = definition.read_text()
    definition.write_text(meant.replace("14:00:00", "15:00:00"))
    check("pod: with a record that is behind it may not", checked().returncode == 1 and "K350" in checked().text, checked().text)
    definition.write_text(meant)
    environment = {**image.environment, **files.environment(deployment)}
    log = work / "pod.log"
    with running(image, root, log, environment) as service:
        probes = {name: pod["containers"][0][name]["httpGet"]["path"] for name in ["startupProbe", "readinessProbe", "livenessProbe"]}
        check("pod: it gets ready", until(lambda: service.fetch(probes["readinessProbe"]) == "200"), log.read_text())
        check("pod: the probes are answered", all(service.fetch(path) == "200" for path in probes.values()))
        check("pod: the config map is served", service.fetch("/autumn-school.ics") == "200")
        asked = time.monotonic()
        run("kill", "-TERM", service.pid)
        check("pod: asked to stop it is not ready", until(lambda: service.fetch(probes["readinessProbe"]) == "503", 5))
        time.sleep(2)
        check("pod: and still serves", service.fetch("/autumn-school.ics") == "200" and service.fetch(probes["livenessProbe"]) == "200")
        check("pod: it ends", until(lambda: service.process.poll() is not None, SECONDS * 2) and service.process.returncode == 0, log.read_text())
        took, grace = time.monotonic() - asked, pod["terminationGracePeriodSeconds"]
        check("pod: within its grace, after its drain", int(environment["KALENDS_DRAIN_DELAY"]) <= took < grace, f"{took:.1f} s of {grace}")
    print(f"  a pod without requests stopped after {took:.1f} s; its grace is {grace} s")
