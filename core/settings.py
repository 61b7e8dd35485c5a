"""What the environment and `.env.local` say. A wrong value names its variable."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import SettingsError


class Settings(BaseSettings):
    """The app's settings, each from `EXAMMENTOR_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="EXAMMENTOR_", env_file=".env.local", extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    """The folder that holds the study file."""

    user: str = Field(default="learner", min_length=1, max_length=80)
    """The name of the local profile: whose sessions the home page lists."""

    max_upload_mb: int = Field(default=50, ge=1, le=200)
    """The largest file, in megabytes, that is read."""

    allow_remote: bool = False
    """Whether the HTTP API answers other computers too, though there is no sign-in."""

    @property
    def database(self) -> Path:
        """The study file."""
        return self.data_dir / "exammentor.sqlite3"


def load_settings() -> Settings:
    """The settings as they are now. Raises `SettingsError`, which names each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as exc:
        wrong = [f"EXAMMENTOR_{str(error['loc'][0]).upper()}: {error['msg']}" for error in exc.errors()]
        raise SettingsError("The settings cannot be used. " + "; ".join(wrong) + ".") from exc
