"""schemathesis: requests generated from `/openapi.json`, and every response checked against it."""

import re
import subprocess
import sys

from service import SERIES

# Expected: a made-up tag in If-Match is answered with 412.
SETTINGS = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "404", "412"]
"""
# Existing ids, so that not all responses are 404; the other run uses made-up ones.
KNOWN = f"""
{SETTINGS}
[parameters]
"path.series" = "{SERIES}"
"path.session" = ["pandemic", "incident-response", "tracing-apps"]
"""


def judge(port, home, check):
    for name, config, examples in [("ids that there are", KNOWN, 25), ("made-up ids", SETTINGS, 15)]:
        settings = home / f"schemathesis-{examples}.toml"
        settings.write_text(config)
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run",
            f"http://127.0.0.1:{port}/openapi.json", "--checks", "all", "--max-examples", str(examples),
            # Unknown query parameters change nothing: mail programs add their own.
            "--exclude-checks", "negative_data_rejection",
            # Metrics have a separate listener.
            "--exclude-path", "/metrics", "--seed", "20201023", "--generation-database", "none", "--workers", "1", "--no-color",
        ]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        told = done.stdout + done.stderr
        cases = re.search(r"(\d+) generated", told)
        if done.returncode != 0:
            print(told)
        check(f"schemathesis: {name}, {cases[1] if cases else 0} requests", done.returncode == 0 and cases and int(cases[1]) > 100)
