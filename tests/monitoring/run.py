"""promtool on the rules, their tests and the configuration; names, labels and values of alerts, dashboard and
runbook against /metrics of a service with requests, and with files that were broken for a while."""

import json
import re
import shutil
import subprocess
import tempfile
import time

from service import KALENDS, ROOT, Checks, ask, environment, free_port, home, started

MONITORING = ROOT / "deploy/monitoring"


def promtool(*arguments):
    done = subprocess.run(["promtool", *arguments], cwd=MONITORING, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def exposed(text):
    """Names with the values of each of their labels."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"(\w+)(?:\{(.*)\})? \S+$", line)
        if match and not line.startswith("#"):
            labels = found.setdefault(match[1], {})
            for name, value in re.findall(r'(\w+)="([^"]*)"', match[2] or ""):
                labels.setdefault(name, set()).add(value)
    return found


def asked(expression):
    """Names in an expression with the labels they are picked by."""
    for name, labels in re.findall(r"\b(kalends_\w+)(?:\{([^}]*)\})?", expression):
        yield name, re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', labels)


def judge_expression(where, expression, metrics, check):
    # A status or a kind of client that has not come yet is in no exposition.
    open_labels = {"status": r"[1-5]\d\d", "client": r"google|apple|outlook|exchange|thunderbird|icsx5|browser|link_scanner|other"}
    for name, labels in asked(expression):
        check(f"{where}: {name} is exposed", name in metrics)
        for label, how, value in labels:
            values = metrics.get(name, {}).get(label, set())
            check(f"{where}: {name} has the label {label}", bool(values))
            if label == "status":
                pattern = value if how in ("=~", "!~") else re.escape(value)
                check(f"{where}: a status can be {value}", any(re.fullmatch(pattern, str(code)) for code in range(200, 600)))
            elif label in open_labels:
                parts = value.split("|")
                check(f"{where}: {label} can be {value}", all(re.fullmatch(open_labels[label], part) for part in parts))
            else:
                check(f"{where}: {name} has {label}={value}", value in values)


def observed(work):
    """Metrics after requests, a failed edit and its fix."""
    schedules = work / "schedules"
    shutil.copytree(ROOT / "schedules", schedules)
    public, private = free_port(), free_port()
    command = [
        str(KALENDS), "serve", "--schedules", str(schedules), "--listen", f"127.0.0.1:{public}",
        "--metrics", f"127.0.0.1:{private}", "--poll", "1",
    ]

    def state(wanted):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            text = ask(private, "/metrics").body.decode()
            if re.search(wanted, text, re.MULTILINE):
                return text
            time.sleep(0.1)
        raise SystemExit(f"never came to {wanted}:\n{text}")

    with started(command, public, work / "kalends.log", environment()):
        for path in ["/", "/ehealth-security-2020.ics", "/ehealth-security-2020/pandemic.ics", "/nothing"]:
            ask(public, path)
        definition = schedules / "ehealth-security-2020.toml"
        good = definition.read_text()
        definition.write_text(good.replace("Europe/Brussels", "CET"))
        kept = state(r'^kalends_series\{state="kept"\} 1')
        definition.write_text(good)
        mended = state(r'^kalends_series\{state="kept"\} 0')
    return kept, mended


def main():
    check = Checks()
    for arguments in [("check", "rules", "alerts.yaml"), ("test", "rules", "alerts.test.yaml"), ("check", "config", "prometheus.yml")]:
        held, said = promtool(*arguments)
        check(f"promtool {' '.join(arguments)}: {said}", held)
    with home() as work:
        broken = work / "alerts.yaml"
        for name in ("alerts.yaml", "alerts.test.yaml"):
            shutil.copy(MONITORING / name, work / name)
        broken.write_text(broken.read_text().replace('state="kept"} > 0', 'state="kept"} > 2'))
        done = subprocess.run(["promtool", "test", "rules", "alerts.test.yaml"], cwd=work, capture_output=True)
        check("a rule that fires too late is told", done.returncode != 0)
        kept, mended = observed(work)
    check("a broken edit shows in the findings", re.search(r'^kalends_findings\{severity="error"\} 1', kept, re.MULTILINE))
    metrics = exposed(mended)
    check(f"{len(metrics)} metrics are exposed", len(metrics) > 12)
    alerts = (MONITORING / "alerts.yaml").read_text()
    for block in alerts.split("- alert: ")[1:]:
        name, expression = block.split("\n", 1)
        judge_expression(name, expression.split("labels: {severity")[0], metrics, check)
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    shown, rules = set(), []
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            judge_expression(panel["title"], target["expr"], metrics, check)
            shown |= {name for name, _ in asked(target["expr"])}
            rules.append({"record": f"panel:{panel['id']}{target['refId']}", "expr": target["expr"]})
    # JSON is YAML, too.
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
        file.flush()
        held, said = promtool("check", "rules", file.name)
    check(f"the dashboard asks in PromQL: {said}", held and f"{len(rules)} rules found" in said)
    check(f"the dashboard shows every metric, but {sorted(set(metrics) - shown)}", set(metrics) <= shown)
    runbook = (ROOT / "docs/operate/runbook.md").read_text()
    told = set(re.findall(r"kalends_\w+", runbook))
    check(f"the runbook tells of every metric, but {sorted(set(metrics) - told)}", set(metrics) <= told)
    check(f"and of no other, but {sorted(told - set(metrics))}", told <= set(metrics))
    print(subprocess.run(["promtool", "--version"], capture_output=True, text=True).stdout.splitlines()[0])
    check.end()


main()
