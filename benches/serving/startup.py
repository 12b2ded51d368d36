"""From starting the `dist` binary to its first answer, with the shipped schedule: `python3 benches/serving/startup.py`.

A port is asked again and again until a calendar comes. Says the median, the CPU time and the memory by then, and the
size of the binary, which KALENDS_BINARY names if it is another one.
"""

import http.client
import os
import pathlib
import statistics
import subprocess
import sys
import time

from common import KALENDS, ROOT, SERIES, cpu_seconds, free_port, resident_bytes

BINARY = pathlib.Path(os.environ.get("KALENDS_BINARY", KALENDS))
PATH = f"/{SERIES}.ics"
STARTS = 30
PATIENCE = 30


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
        return time.perf_counter() - begun, cpu_seconds(process.pid), resident_bytes(process.pid)
    finally:
        process.terminate()
        process.wait()


taken, cpu, resident = zip(*(start() for _ in range(STARTS)))
ms = lambda seconds: f"{seconds * 1000:.0f}"
print(f"start to first calendar: median {ms(statistics.median(taken))} ms of {STARTS} (from {ms(min(taken))} to {ms(max(taken))});"
      f" {ms(statistics.median(cpu))} ms of CPU, {max(resident) / 2**20:.1f} MiB resident; {BINARY.stat().st_size:,} bytes")
