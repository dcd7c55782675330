"""Where the web listens, and under which names it answers."""

import errno
import os
import shutil
import socket
import subprocess

from archive_center.embedded.addresses import why_not_bound
from archive_center.embedded.refusal import CannotStart

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 only compared with


def port_of(text: str) -> int:
    """The number of a port; nothing else is taken for one."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise CannotStart(f"“{text}” is no port (端口无效): choose one from 1 to 65535.")
    return int(text)


def refuse_unusable(host: str, port: int) -> None:
    """An address that can't be listened on is refused with its reason."""
    reason = why_not_bound(port, host)
    if reason is None:
        return
    choose = f"choose another: make run PORT={port % 60000 + 1001}"
    if reason == errno.EADDRINUSE:
        raise CannotStart(
            f"Port {port} on {host} is taken by another program (端口被占用): {choose}"
        )
    if reason == errno.EACCES:
        raise CannotStart(f"Port {port} may not be used by this user (端口无权使用): {choose}")
    raise CannotStart(
        f"“{host}” is no address of this machine (不是本机地址): leave HOST out, "
        "or take 0.0.0.0 for all that it has."
    )


def bracketed(host: str) -> str:
    """As a URL and a Host header write it."""
    return f"[{host}]" if ":" in host else host


def url(host: str, port: int) -> str:
    """What a person types to get there."""
    name = socket.gethostname() if host in EVERYWHERE else bracketed(host)
    return f"http://{name}:{port}/"


def allowed_hosts(host: str) -> str:
    """The names under which the web answers: those given, or this machine's."""
    if "ALLOWED_HOSTS" in os.environ:
        return os.environ["ALLOWED_HOSTS"]
    names = ["localhost", "127.0.0.1", "[::1]"]
    names += [socket.gethostname(), *own_addresses()] if host in EVERYWHERE else [host]
    return ",".join(dict.fromkeys(map(bracketed_once, names)))


def bracketed_once(name: str) -> str:
    return name if name.startswith("[") else bracketed(name)


def own_addresses() -> list[str]:
    """The addresses by which other machines reach this one."""
    command = shutil.which("hostname")
    if command is None:
        return []
    printed = subprocess.run([command, "-I"], capture_output=True, text=True, check=False)
    return printed.stdout.split()
