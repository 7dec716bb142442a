"""Become another program that does not outlive its starter.

    python tether.py STARTER SIGNAL USER PROGRAM ARGUMENT …

STARTER is a process id; when it dies, even by `kill -9`, the program gets SIGNAL.  Only Linux can
do that; elsewhere the next start finds what was left behind.  An empty USER changes nothing.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main(starter: str, number: str, user: str, *command: str) -> None:
    if user:
        account = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        os.chdir("/")
    if sys.platform == "linux":
        # After the change of user, because that takes the tether off again.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != int(starter):
            sys.exit("the starter died first")
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
