"""Debian's nginx under `docs/nginx.conf`: the file itself, with this test's ports, name and certificate put in."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from core import ROOT
from tests.ports import free_port

CONF = ROOT / "docs" / "nginx.conf"
# Browsers take every name below localhost for this machine, so that a public name needs no DNS here.
NAME = "exammentor.localhost"
START_TIMEOUT_S = 20.0
MAIN = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/exammentor.conf;
}}
"""


class Passed(NamedTuple):
    """A line of the access log: what was asked, the answer's status, and the ports of the replicas that were tried."""

    path: str
    status: int
    ports: tuple[int, ...]


def nginx_here() -> str:
    """The program. Skips where there is none and none could be had; on Debian it must be there."""
    unpacked = Path(sys.prefix) / "nginx" / "usr" / "sbin"
    program = shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", str(unpacked)]))
    if program:
        return program
    if shutil.which("apt-get"):
        pytest.fail("nginx is missing; `make test` brings Debian's, or: apt-get install nginx")
    pytest.skip("docs/nginx.conf is tried with Debian's nginx, and here is neither nginx nor apt-get")


class Nginx:
    """nginx before replicas on these ports, on a loopback port of its own with HTTPS and one without."""

    def __init__(self, folder: Path, replicas: Sequence[int]) -> None:
        self.folder = folder
        self.https_port, self.http_port = free_port(), free_port()
        self.url = f"https://{NAME}:{self.https_port}"
        folder.mkdir(parents=True)
        self._make_certificate()
        (folder / "exammentor.conf").write_text(self._rendered(replicas))
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))

    @contextmanager
    def running(self) -> Iterator[Nginx]:
        """nginx, ended with the block."""
        program, conf = nginx_here(), str(self.folder / "nginx.conf")
        with (self.folder / "stderr").open("wb") as log:
            command = [program, "-e", str(self.folder / "error.log"), "-p", str(self.folder), "-c", conf]
            process = subprocess.Popen(command, stderr=log)
        try:
            deadline = time.monotonic() + START_TIMEOUT_S
            while not self._answers():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"nginx did not start: {(self.folder / 'stderr').read_text()}")
                time.sleep(0.05)
            yield self
        finally:
            process.terminate()
            process.wait(15)

    def client(self) -> httpx.Client:
        """A caller from outside who checks the certificate, and whom no name server need help."""
        trusted = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        client = httpx.Client(verify=trusted, base_url=f"https://127.0.0.1:{self.https_port}", timeout=10)
        client.headers["Host"] = f"{NAME}:{self.https_port}"
        client.event_hooks["request"] = [lambda request: request.extensions.update(sni_hostname=NAME)]
        return client

    def passed(self) -> list[Passed]:
        """The access log so far, without what was answered here."""
        lines = (self.folder / "access.log").read_text().splitlines()
        matches = (re.search(r'"\w+ (\S+)" (\d+) .*"([^"]+)" "[^"]+"$', line) for line in lines)
        return [
            Passed(match[1], int(match[2]), tuple(int(port) for port in re.findall(r":(\d+)", match[3])))
            for match in matches
            if match and match[3] != "-"
        ]

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.http_port}/", timeout=2).status_code == 301
        except httpx.TransportError:
            return False

    def _rendered(self, replicas: Sequence[int]) -> str:
        text = CONF.read_text()
        changes = [
            (r"\n +listen \[::\]:\d+[^;]*;", ""),
            (r"listen 80;", f"listen 127.0.0.1:{self.http_port};"),
            (r"listen 443 ", f"listen 127.0.0.1:{self.https_port} "),
            (r"/etc/letsencrypt/live/exammentor\.example\.org/", f"{self.folder}/"),
            (r"/var/log/nginx/exammentor\.access\.log", f"{self.folder}/access.log"),
            (r"exammentor\.example\.org", NAME),
            *((rf"127\.0\.0\.1:850{n}\b", f"127.0.0.1:{port}") for n, port in enumerate(replicas, 1)),
        ]
        for pattern, value in changes:
            text, count = re.subn(pattern, value, text)
            assert count, f"{CONF} has no {pattern} any more"
        return text

    def _make_certificate(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        (self.folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.folder / "privkey.pem").write_bytes(private)
