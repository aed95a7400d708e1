"""Who is reviewing: told, or else found where people have told it before."""

from __future__ import annotations

import getpass
import os
import subprocess

ENVIRONMENT = "VERBALE_REVIEWER"
_GIT_SECONDS = 5  # `git config` reads a file or two; a home on a dead network drive must not hold a reviewer up


def reviewer_name(given: str | None) -> tuple[str, str]:
    """A reviewer's name and where it is from: `--reviewer`, the environment, git's `user.name`, the system's user."""
    if given and given.strip():
        return given.strip(), "--reviewer"
    if os.environ.get(ENVIRONMENT, "").strip():
        return os.environ[ENVIRONMENT].strip(), ENVIRONMENT
    from_git = _git_name()
    return (from_git, "git's user.name") if from_git else (_system_name(), "the system's user name")


def _git_name() -> str:
    try:
        found = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, check=False, timeout=_GIT_SECONDS, encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()


def _system_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
