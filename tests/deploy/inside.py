"""Becomes what an image's command is: alone in its directory tree, which it cannot write, a user by number without rights.

usage: unshare --mount --pid --net --fork inside.py TREE UID COMMAND…
"""

import ctypes
import os
import subprocess
import sys

tree, user, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
for step in [
    ["mount", "--make-rprivate", "/"],
    ["mount", "--bind", tree, tree],
    ["mount", "-o", "remount,bind,ro", tree],
    ["mount", "-t", "proc", "-o", "ro", "proc", f"{tree}/proc"],
    ["ip", "link", "set", "lo", "up"],
]:
    subprocess.run(step, check=True)
os.chroot(tree)
os.chdir("/")
os.setgroups([])
os.setgid(user)
os.setuid(user)
PR_SET_NO_NEW_PRIVS = 38
if ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
    raise SystemExit("no_new_privs cannot be set")
os.execv(command[0], command)
