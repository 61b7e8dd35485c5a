"""What the environment and `.env.local` say. A wrong value names its variable."""

from __future__ import annotations

import base64
import binascii
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from core.errors import SettingsError
from core.words import Said

ENV_FILE = "EXAMMENTOR_ENV_FILE"
DEFAULT_ENV_FILE = ".env.local"
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


class Settings(BaseSettings):
    """The app's settings, each from `EXAMMENTOR_<NAME>`; those of Supabase under the names that it uses itself.

    They can stand in a file too: the one that `EXAMMENTOR_ENV_FILE` names, `.env.local` where it says nothing, and none
    where it is empty.
    """

    model_config = SettingsConfigDict(
        env_prefix="EXAMMENTOR_",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    data_dir: Path = Path("data")
    """The folder of the study file `exammentor.sqlite3`; on Supabase of the sign-ins and of what waits to be sent."""

    user: str = Field(default="learner", min_length=1, max_length=80)
    """The local profile, whose sessions the home page lists."""

    max_upload_mb: int = Field(default=50, ge=1, le=200)
    """The largest file, in megabytes, that is read; the server's own limit is in `.streamlit/config.toml`."""

    allow_remote: bool = False
    """`true` lets other computers in though there is no sign-in. Not needed on Supabase."""

    token: SecretStr = SecretStr("")
    """A learner's own access token, for scripts and the command line on Supabase."""

    supabase_url: str = Field(default="", validation_alias="SUPABASE_URL")
    """The address of the Supabase project: study is kept there, with sign-in."""

    supabase_key: SecretStr = Field(default=SecretStr(""), validation_alias="SUPABASE_KEY")
    """The project's publishable (or anon) key. A secret key is refused."""

    @field_validator("data_dir")
    @classmethod
    def _under_the_home_folder(cls, folder: Path) -> Path:
        # No shell expands what stands in a file or a unit.
        try:
            return folder.expanduser()
        except RuntimeError as exc:
            raise ValueError(f"{folder} names no home folder") from exc

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank where a setting comes from: an argument, the environment, the file that the environment names."""
        path = os.environ.get(ENV_FILE, DEFAULT_ENV_FILE)
        return init_settings, env_settings, DotEnvSettingsSource(settings_cls, env_file=path or None)

    @property
    def database(self) -> Path:
        """The study file."""
        return self.data_dir / "exammentor.sqlite3"

    @property
    def supabase_problem(self) -> Said | None:
        """Why Supabase cannot be used as it is set, and None where nothing is wrong or nothing is set."""
        url, key = self.supabase_url, self.supabase_key.get_secret_value()
        if not url and not key:
            return None
        if not url or not key:
            return Said("settings.missing", variable="SUPABASE_KEY" if url else "SUPABASE_URL")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            return Said("settings.no_project")
        if parts.scheme == "http" and parts.hostname not in _LOCAL_HOSTS:
            return Said("settings.not_https")
        return _problem_of_key(key)


def load_settings() -> Settings:
    """The settings as they are now. Raises `SettingsError`, which names each variable that is wrong."""
    named = os.environ.get(ENV_FILE)
    if named and not Path(named).is_file():
        raise SettingsError("settings.no_file", variable=ENV_FILE, file=named)
    try:
        return Settings()
    except UnicodeDecodeError as exc:
        raise SettingsError("settings.not_utf8", file=named or DEFAULT_ENV_FILE) from exc
    except ValidationError as exc:
        wrong = [f"EXAMMENTOR_{str(error['loc'][0]).upper()}: {error['msg']}" for error in exc.errors()]
        raise SettingsError("settings.wrong", wrong="; ".join(wrong)) from exc


def _problem_of_key(key: str) -> Said | None:
    """A key is `sb_publishable_…`, or a token whose role is anon."""
    if key.startswith("sb_publishable_"):
        return None
    if key.startswith("sb_secret_") or _role_in(key) == "service_role":
        return Said("settings.secret_key")
    return None if _role_in(key) == "anon" else Said("settings.unknown_key")


def _role_in(token: str) -> str:
    """The role that a token claims; unchecked, since the database checks it at every call."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, binascii.Error, ValueError):
        return ""
    return str(claims.get("role", "")) if isinstance(claims, dict) else ""
