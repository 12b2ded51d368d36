"""Shared by the Python readers: file names in, JSON out, one line per file."""

import datetime
import importlib.metadata
import json
import sys


def text(value):
    return None if value is None else str(value)


def when(value):
    """An instant in UTC, or a date."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def main(package, read):
    if sys.argv[1:] == ["--version"]:
        print(importlib.metadata.version(package))
        return
    for name in sys.stdin.read().split():
        with open(name, "rb") as file:
            data = file.read()
        try:
            print(json.dumps({"file": name, "events": list(read(data))}))
        except Exception as error:  # Whatever it complains of is what we want to know.
            print(json.dumps({"file": name, "error": f"{type(error).__name__}: {error}"[:300]}))
