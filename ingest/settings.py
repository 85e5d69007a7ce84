"""Settings: read once at the entry points (NIANBAO_* or .env) and passed on as values."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of the product."""

    model_config = SettingsConfigDict(env_prefix="NIANBAO_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    home: Path = Field(default=Path(".nianbao"), description="folder that holds the stores")
    reports: Path = Field(default=Path("reports"), description="folder whose reports the app takes in at start")
    host: str = Field(default="127.0.0.1", description="address the app listens on")
    port: int = Field(default=7860, ge=0, le=65535, description="port the app listens on")
    lang: str = Field(default="zh", pattern="^(zh|en)$", description="language of the page and of messages")
    embedding: str = Field(default="", description="SentenceTransformer name or folder; empty for the shipped model")
    curated: Path | None = Field(default=None, description="administrator's words and questions; HOME/curated.yaml")
    max_file_mb: int = Field(default=50, ge=1, description="largest file that is read, in MB")
    max_seconds: int = Field(default=60, ge=1, description="longest time that reading one file may take, in seconds")
    max_memory_mb: int = Field(default=1500, ge=200, description="most memory that reading one file may take, in MB")
    workers: int = Field(default=0, ge=0, description="processes that read files; 0 for one a core")


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it, its value and what is expected."""


def read_settings() -> Settings:
    """Settings from the environment and .env. Raises SettingsError in words."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"NIANBAO_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise SettingsError(
            f"设置项 {name} 的值 {first.get('input')!r} 不能用，请改正。\n"
            f"Setting {name} has value {first.get('input')!r}, which cannot be used: {first['msg']}."
        ) from error
