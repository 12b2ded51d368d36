"""The steps of both pipelines, taken out of their files and run in a repository made here: with the record committed,
with it forgotten, and with a wrong package. Not tested: the two services themselves.
"""

import contextlib
import hashlib
import http.server
import json
import os
import shutil
import threading

import yaml
from tools import DEPLOY, ROOT, clean_environment, need, run

EDIT = ("T14:00:00", "T15:30:00")
AUTHOR = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}


class Repository:
    """Definitions at `main`, and a branch with a moved session."""

    def __init__(self, home, name, with_record):
        self.path = home / name
        schedules = self.path / "schedules"
        shutil.copytree(ROOT / "deploy/kubernetes/base/schedules", schedules)
        self.git("init", "--quiet", "--initial-branch=main", ".")
        self.base = self.commit()
        self.git("update-ref", "refs/remotes/origin/main", self.base)
        definition = schedules / "autumn-school.toml"
        definition.write_text(definition.read_text().replace(*EDIT))
        if with_record:
            need("kalends", "publish", "--schedules", schedules)
        self.commit()

    def git(self, *arguments):
        return need("git", *arguments, cwd=self.path, env=clean_environment(**AUTHOR)).strip()

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")
        return self.git("rev-parse", "HEAD")


def judge(check, work, deb):
    home = work / "pipelines"
    home.mkdir()
    good, behind = Repository(home, "good", True), Repository(home, "behind", False)
    package = {"url": f"file://{deb}", "sha256": hashlib.sha256(deb.read_bytes()).hexdigest()}
    github(check, home, good, behind, package)
    gitlab(check, home, good, behind, package)


def tells_the_move(plan):
    return "1 changed" in plan and "moved: 14:00 → 15:30" in plan and "Effects on people" in plan


def github(check, home, good, behind, package):
    steps = {step["name"]: step for step in yaml.safe_load((DEPLOY / "ci/github-actions.yml").read_text())["jobs"]["plan"]["steps"] if "run" in step}
    programs, told = home / "programs", home / "gh.json"
    programs.mkdir()
    # Mocks of the runner's programs: `sudo`, which root does not need, and `gh`, to see its arguments.
    script(programs / "sudo", 'exec "$@"')
    script(programs / "gh", f'for last; do :; done; [ "$last" != --edit-last ] || exit 1; python3 -c \'import json,sys; '
                            f'json.dump(sys.argv[1:], open("{told}", "w"))\' "$@"')

    def step(name, repository, **more):
        temp = repository.path.parent / f"{repository.path.name}-github"
        temp.mkdir(exist_ok=True)
        environment = clean_environment(
            PATH=f"{programs}:{os.environ['PATH']}", RUNNER_TEMP=str(temp), GITHUB_STEP_SUMMARY=str(temp / "summary.md"),
            KALENDS_PUBLIC_URL="https://calendar.example.org", BASE="origin/main", NUMBER="7", URL=package["url"], SHA256=package["sha256"], **more)
        # As a runner calls it by default.
        done = run("bash", "-e", "-c", steps[name]["run"], cwd=repository.path, env=environment)
        done.temp = temp
        return done

    check("GitHub: the steps are the ones tried here", set(steps) == {"install", "plan", "comment", "check"})
    done = step("install", good)
    check("GitHub: the package is installed", done.ok, done.text)
    other = package["sha256"]
    package["sha256"] = "0" * 64
    check("GitHub: another package is refused", not step("install", good).ok)
    package["sha256"] = other
    for repository, ends_well in [(good, True), (behind, False)]:
        name = repository.path.name
        done = step("plan", repository)
        plan = (done.temp / "plan.md").read_text()
        check(f"GitHub, {name}: the plan shows the move", done.ok and tells_the_move(plan) and (done.temp / "summary.md").read_text() == plan, done.text)
        done = step("comment", repository)
        said = json.loads(told.read_text())
        check(f"GitHub, {name}: it is said", done.ok and said == ["pr", "comment", "7", "--body-file", f"{done.temp}/plan.md"], f"{done.text} {said}")
        done = step("check", repository)
        check(f"GitHub, {name}: check ends {'well' if ends_well else 'with K350'}", done.ok == ends_well and ("K350" in done.text) != ends_well, done.text)
    good.git("update-ref", "-d", "refs/remotes/origin/main")
    check("GitHub: no plan without the target branch", not step("plan", good).ok)


def gitlab(check, home, good, behind, package):
    job = yaml.safe_load((DEPLOY / "ci/gitlab-ci.yml").read_text())["calendars"]
    fetch = [line for line in job["before_script"] if "apt-get update" not in line and "ca-certificates" not in line]
    check("GitLab: all but the lines for Debian's packages are tried here", len(fetch) == len(job["before_script"]) - 2)
    with notes() as (api, kept):
        def part(lines, repository, **more):
            environment = clean_environment(
                CI_API_V4_URL=api, CI_PROJECT_ID="3", CI_MERGE_REQUEST_IID="9",
                KALENDS_PUBLIC_URL="https://calendar.example.org", KALENDS_DEB_URL=package["url"],
                **{"CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.base, "KALENDS_DEB_SHA256": package["sha256"],
                   "KALENDS_NOTE_TOKEN": "secret", **more})
            # As a runner calls it with bash.
            return run("bash", "-c", "set -eo pipefail\n" + "\n".join(lines), cwd=repository.path, env=environment)

        done = part(fetch, good)
        check("GitLab: the package is installed", done.ok, done.text)
        check("GitLab: another package is refused", not part(fetch, good, KALENDS_DEB_SHA256="0" * 64).ok)
        done = part(job["script"], good)
        check("GitLab, good: the note shows the move", done.ok and len(kept) == 1 and tells_the_move(kept[1]["body"]), done.text)
        done = part(job["script"], behind)
        check("GitLab, behind: the same note is written anew", len(kept) == 1 and kept[1]["written"] == 2 and tells_the_move(kept[1]["body"]), str(kept))
        check("GitLab, behind: the job fails with K350", not done.ok and "K350" in done.text, done.text)
        check("GitLab: with a token that is refused the job fails", not part(job["script"], good, KALENDS_NOTE_TOKEN="other").ok)
        done = part(job["script"], good, KALENDS_NOTE_TOKEN="")
        check("GitLab: without a token it is checked all the same", done.ok and kept[1]["written"] == 2, done.text)
        check("GitLab: no plan without the base commit", not part(job["script"], good, CI_MERGE_REQUEST_DIFF_BASE_SHA="0" * 40).ok)


@contextlib.contextmanager
def notes():
    """The three calls of GitLab's API for notes, as documented."""
    kept, path = {}, "/projects/3/merge_requests/9/notes"

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle_one(self):
            if self.headers["PRIVATE-TOKEN"] != "secret":
                return self.answer(401, {})
            place = self.path.split("?")[0]
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
            if self.command == "GET" and place == path:
                return self.answer(200, [{"id": 99, "body": "looks good"}, *({"id": number, **note} for number, note in kept.items())])
            if self.command == "POST" and place == path:
                kept[len(kept) + 1] = {"body": body["body"], "written": 1}
                return self.answer(201, {})
            number = int(place.rsplit("/", 1)[1]) if place.rsplit("/", 1)[1].isdigit() else None
            if self.command == "PUT" and number in kept:
                kept[number] = {"body": body["body"], "written": kept[number]["written"] + 1}
                return self.answer(200, {})
            return self.answer(404, {})

        do_GET = do_POST = do_PUT = handle_one

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", kept
    finally:
        server.shutdown()
        server.server_close()


def script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
