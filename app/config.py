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
        description=(
            "Where the record is: sqlite:///path, or postgresql://user@host/name for PostgreSQL 15 or newer."
        ),
    )
    read_database_url: str = Field(
        default="",
        description="PostgreSQL replicas of it that readers are answered from, comma separated; empty: none.",
    )
    featured: str = Field(
        default="mali",
        description=(
            "The operation on the front page, by its code; a record without it that has one operation "
            "shows that one."
        ),
    )
    local_editor: bool = Field(
        default=False,
        description="Whoever sits at this machine may write; only for a server that listens on loopback.",
    )
    public_url: str = Field(
        default="",
        description=(
            "The address readers use: in citations, feeds, the sitemap, and the links of the data and "
            "of frozen copies. Empty: that of each request, and /mcp answers on this machine alone."
        ),
    )
    proposals: Literal["open", "signed-in", "closed"] = Field(
        default="signed-in",
        description=(
            "Who may propose pledges and statements: open is everybody, signed-in people with an "
            "account (others are led to sign in), closed nobody. Where it is not closed, everybody "
            "may report an error."
        ),
    )
    proposals_per_hour: int = Field(
        default=20,
        ge=1,
        description="Proposals and reports that one address, or one person, may send in an hour.",
    )
    writes_per_minute: int = Field(
        default=120,
        ge=1,
        description=(
            "Forms and writing calls of one address, or one person, in a minute; the local editor has "
            "no limit."
        ),
    )
    exports_per_minute: int = Field(
        default=120,
        ge=1,
        description=(
            "Whole files (CSV, XLSX) that one address may fetch in a minute; this machine itself has "
            "no limit."
        ),
    )
    trusted_proxies: str = Field(
        default="",
        description=(
            "The proxies in front, by address or network, comma separated (127.0.0.1, 10.0.0.0/24). "
            "Only their X-Forwarded-For and X-Forwarded-Proto are believed, for limits and https; "
            "without it all readers behind a proxy share one limit."
        ),
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
        description=(
            "The folder for files that are made once for each state of the record, such as "
            "/data/muster.db; the newest three are kept."
        ),
    )
    import_mb: int = Field(
        default=50,
        ge=1,
        le=2_000,
        description="How large a sheet may be that is sent to /import or the API, in MB.",
    )
    security_contact: str = Field(
        default="",
        description=(
            "Whom to tell of a weakness, in /.well-known/security.txt: an address that begins with "
            "https://, mailto: or tel:."
        ),
    )
    kept_megabytes: int = Field(
        default=64,
        ge=0,
        le=100_000,
        description=(
            "Memory of each worker for finished public answers, which are sent again until the record "
            "changes; 0 keeps none."
        ),
    )
    pool_size: int = Field(
        default=8, ge=1, le=200, description="How many requests may use the database at once."
    )

    @property
    def replicas(self) -> tuple[str, ...]:
        """The addresses of the replicas."""
        return tuple(url.strip() for url in self.read_database_url.split(",") if url.strip())

    @field_validator("read_database_url")
    @classmethod
    def _are_replicas(cls, value: str) -> str:
        if not all(url.strip().startswith("postgres") for url in value.split(",") if url.strip()):
            message = "must be addresses of PostgreSQL databases: postgresql://user@host/name"
            raise ValueError(message)
        return value

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
