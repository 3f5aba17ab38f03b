"""Settings, read from the environment (prefix `MUSTER_`) and from `.env` where there is one."""

from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """How this installation runs. Each field is the variable `MUSTER_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="MUSTER_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'data' / 'muster.db'}",
        description="Where the record is kept: sqlite:///path, or postgresql+psycopg://user@host/name.",
    )
    featured: str = Field(
        default="mali", description="The operation whose dashboard stands on the front page."
    )
    local_editor: bool = Field(
        default=False,
        description="Whoever sits at this machine may write. Only for a server that listens on loopback.",
    )
    public_url: str = Field(
        default="", description="The address readers use, for links in exports and citations."
    )
    proposals: Literal["open", "signed-in", "closed"] = Field(
        default="signed-in",
        description="Who may propose: open (everybody), signed-in (people with an account), closed.",
    )
    proposals_per_hour: int = Field(
        default=20,
        ge=1,
        description="Proposals and reports that one address, or one person, may send in an hour.",
    )
    writes_per_minute: int = Field(
        default=120, ge=1, description="Forms and writing calls of one address, or one person, in a minute."
    )
    exports_per_minute: int = Field(
        default=120, ge=1, description="Whole files (CSV, XLSX) that one address may fetch in a minute."
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses and networks of proxies whose X-Forwarded-For is believed, comma separated.",
    )
    releases: Path = Field(
        default=ROOT / "data" / "releases",
        description="The folder of releases (muster release), which /data lists and serves.",
    )
    backups: Path = Field(
        default=ROOT / "data" / "backups",
        description="The folder of backups, in which /metrics looks for the newest verified one.",
    )
    cache: Path = Field(
        default=ROOT / "data" / "cache",
        description="Where files that are made once for each data version are kept, the newest few of them.",
    )
    import_mb: int = Field(
        default=50, ge=1, le=2_000, description="How large a sheet may be that is sent, in MB."
    )
    security_contact: str = Field(
        default="",
        description="Whom to tell of a weakness, in /.well-known/security.txt: an https address, or mailto:...",
    )
    kept_megabytes: int = Field(
        default=64,
        ge=0,
        le=100_000,
        description="Memory of each worker for finished public answers, which are sent again; 0: none.",
    )
    pool_size: int = Field(default=8, ge=1, le=200, description="Requests that may use the database at once.")

    @field_validator("security_contact")
    @classmethod
    def _is_contact(cls, value: str) -> str:
        """As RFC 9116 has it: an address by itself is none."""
        if value and not (value.startswith(("https://", "mailto:", "tel:")) and value.isprintable()):
            message = "must begin with https://, mailto: or tel:"
            raise ValueError(message)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        """Each one is an address or a network: a name, or a mistyped one, would be believed by nobody in silence."""
        for hop in hops(value):
            try:
                ip_network(hop)
            except ValueError:
                message = "is no address or network, such as 10.0.0.7 or 10.0.0.0/24 (comma separated)"
                raise ValueError(f"{hop} {message}") from None
        return value


def hops(trusted: str) -> list[str]:
    """The addresses and networks in the setting `trusted_proxies`."""
    return [hop for part in trusted.split(",") if (hop := part.strip())]


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
