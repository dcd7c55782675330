"""Ports of this machine: free or taken; where the web listens, and by which names it answers."""

import errno
import os
import random
import shutil
import socket
import subprocess

from archive_center.local.refusals import CannotStart

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 only compared with
# Below the range from which the machine takes ports for outgoing connections.
PORTS = range(20_000, 32_000)
FIRST_OF_ALL = 1024  # those below are opened by root alone


class PortTaken(Exception):
    """Another program listens where the server should."""


def free_port(taken: set[int]) -> int:
    """A port on loopback that nobody listens on now."""
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        if port not in taken and not listening(port):
            return port
    raise CannotStart("No free port between 20000 and 32000 (没有可用端口).")


def listening(port: int) -> bool:
    """Whether a port of loopback can't be bound because a server has it."""
    return why_not_bound(port, "127.0.0.1") is not None


def why_not_bound(port: int, host: str) -> int | None:
    """The system's number of what keeps a server from listening here, if anything does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            return error.errno
    return None


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
