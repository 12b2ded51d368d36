"""From starting the release binary to its first answer, with the shipped schedule: `python3 benches/startup.py`.

A port is asked again and again until a calendar comes. Says the median, the CPU time and the memory by then, and the
size of the binary.
"""

import http.client
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = pathlib.Path(os.environ.get("KALENDS_BINARY", ROOT / "target/release/kalends"))
PATH = "/ehealth-security-2020.ics"
STARTS = 30
PATIENCE = 30


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answered(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", PATH)
        answer = connection.getresponse()
        return answer.status == 200 and answer.read().startswith(b"BEGIN:VCALENDAR")
    except ConnectionRefusedError:
        return False
    finally:
        connection.close()


def used(pid):
    """CPU time in milliseconds and the largest resident set in MiB, of a process that lives."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK"), peak / 1024


def start():
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [BINARY, "serve", "--schedules", ROOT / "schedules", "--locked", "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        while not answered(port):
            if time.perf_counter() - begun > PATIENCE or process.poll() is not None:
                sys.exit(f"no calendar from {BINARY}")
            time.sleep(0.0005)
        return (time.perf_counter() - begun) * 1000, *used(process.pid)
    finally:
        process.terminate()
        process.wait()


taken, cpu, peak = zip(*(start() for _ in range(STARTS)))
print(f"start to first calendar: median {statistics.median(taken):.0f} ms of {STARTS} (from {min(taken):.0f} to {max(taken):.0f});"
      f" {statistics.median(cpu):.0f} ms of CPU, {max(peak):.1f} MiB resident; {BINARY.stat().st_size:,} bytes")
