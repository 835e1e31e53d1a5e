"""The user as whom the service runs: commands of the administrator give up their rights first.

A command that ran as root would leave files in the data folder that the service cannot write.
"""

from __future__ import annotations

import os

from folkmoot.kit.environment import WrongSetting

SETTING = "FOLKMOOT_USER"


def become() -> None:
    """As root, go on as the service's user, where the settings name one.

    Raises:
        WrongSetting: when there is no such user.
    """
    name = os.environ.get(SETTING, "")
    if not name or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    import pwd  # Windows has none

    try:
        user = pwd.getpwnam(name)
    except KeyError:
        raise WrongSetting(SETTING, f"names “{name}”, who is no user here", "Run “folkmoot setup” again.") from None
    os.initgroups(name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = user.pw_dir
    os.umask(0o027)
