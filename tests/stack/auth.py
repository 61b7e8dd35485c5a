"""The auth server's settings, and the mails it has sent."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from core import ROOT

# The mails that docs/deploy.md asks to set on the hosted service.
OURS = {kind: ROOT / "docs" / "mails" / f"{kind}.html" for kind in ("confirmation", "recovery")}


@dataclass(frozen=True)
class AuthOptions:
    """What a project sets on the hosted service's auth pages.

    `templates` maps a kind of mail (confirmation, recovery, magic_link, email_change) to a file of HTML with the
    hosted variables: {{ .ConfirmationURL }}, {{ .TokenHash }}, {{ .Token }}, {{ .SiteURL }}, {{ .RedirectTo }},
    {{ .Email }}.
    """

    confirm_emails: bool = False
    jwt_exp: int = 3600
    site_url: str = "http://127.0.0.1:8501"
    templates: Mapping[str, Path] = field(default_factory=lambda: OURS)


class Mail(NamedTuple):
    """A mail as it left; the body is HTML."""

    to: str
    subject: str
    body: str

    @property
    def link(self) -> str:
        """Where the first link leads; empty where there is none."""
        link = re.search(r'href="([^"]+)"', self.body)
        return html.unescape(link[1]) if link else ""


def mails_in(folder: Path) -> list[Mail]:
    """Every mail that this folder's auth server has sent, the oldest first."""
    path = folder / "mails.jsonl"
    if not path.exists():
        return []
    # The last line may be on its way still.
    whole = path.read_text().rpartition("\n")[0]
    return [Mail(**json.loads(line)) for line in whole.splitlines()]
