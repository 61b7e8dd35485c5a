"""Which addresses are this computer's own."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this computer's, as only itself can call it."""
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def names_this_computer(host: str) -> bool:
    """Whether a Host header names this computer, with any port: a page of another site that has its own name lead here
    names that name."""
    try:
        parts = urlsplit(f"//{host}")
        return _is_bare(parts, host) and is_loopback(parts.hostname or "")
    except ValueError:
        return False


def names_this_server(host: str, port: int | None) -> bool:
    """Whether a Host header names this computer, with the server's port or none."""
    try:
        return names_this_computer(host) and urlsplit(f"//{host}").port in (None, port)
    except ValueError:
        return False


def _is_bare(parts: SplitResult, host: str) -> bool:
    """Whether there is nothing in it but name and port."""
    return parts.netloc == host and "@" not in host and not host.endswith(":")
