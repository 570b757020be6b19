"""Stops the embedded server after its last user.

    python -m hiringkit.postgres.keeper LEASE KEEPER_LOCK_FD HOME SOCKETS PROGRAMS UID GID

Every process that uses the server shares the lock on LEASE until it ends, even by SIGKILL. This one waits to have it
alone, which is granted when nobody is left, and stops the server before it lets anyone in again.
"""

import fcntl
import os
import sys
from pathlib import Path

from hiringkit.postgres.cluster import Cluster


def main() -> None:
    lease_path, keeper_lock, home, sockets, programs, uid, gid = sys.argv[1:]
    lease = os.open(lease_path, os.O_RDWR)
    fcntl.flock(lease, fcntl.LOCK_EX)
    cluster = Cluster(Path(home), Path(sockets), Path(programs), int(uid), int(gid))
    if cluster.is_accepting():
        cluster.stop()
    # First this one: whoever gets the lease next must see that there is no keeper any more.
    os.close(int(keeper_lock))
    os.close(lease)


if __name__ == "__main__":
    main()
