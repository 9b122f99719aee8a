"""The settings, read once at the entry points from the environment; every name is listed here."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from corpus.errors import BadSetting

PACKAGED_MODEL = "all-MiniLM-L6-v2"
DEFAULT_MODEL = "minuted-minilm"
"""The packaged model with an adapter of our own (``search/encoding/adapter.safetensors``)."""
BUILT_IN = "built-in"
"""The reader that comes with the product."""
EXACT = "exact"
HOME = Path("build/indexes")
"""Where each archive has an index of its own (``search.home``) unless another is named."""
_WEB = re.compile(r"https?://[^/\s]")


@dataclass(frozen=True, slots=True)
class Settings:
    """One small table. Environment names are ``MINUTED_`` plus the field's name in capitals."""

    index: Path = HOME
    """where the index lies; unset, each archive has its own in this folder, named after it"""
    model: str = DEFAULT_MODEL
    """the encoder; `all-MiniLM-L6-v2` is the packaged one without our training; another
    sentence-transformers model, by name or path, needs `minuted[models]`"""
    cache: Path = Path("~/.cache/minuted")
    """where exported encoders are kept"""
    reranker: str = BUILT_IN
    """what reads passages again: `built-in`, `none`, or a CrossEncoder (needs `minuted[models]`)"""
    llm_url: str = ""
    """an OpenAI-compatible address whose model may write answers; without, nothing is sent out"""
    llm_model: str = ""
    """the name of that model"""
    llm_key: str = field(default="", repr=False)
    """its key, where it wants one"""
    llm_seconds: float = 30.0
    """how long an answer of that model is waited for"""
    passage_bits: int = 8
    """`8` or `32`: how exactly the default model embeds passages; 32 takes three times as long.
    Questions are always in 32 bits, and so is any other model"""
    vectors: str = "auto"
    """`auto` or `exact`: whether a question is compared with all vectors where they are many"""
    threads: int = 0
    """threads for encoding and vector search; 0 takes what the machine has"""
    file_seconds: float = 30.0
    """a page of a file that is silent longer than this is given up"""
    file_memory: int = 1536
    """MiB of memory that reading one file may take"""
    page_cache: int = 256
    """MiB of pictures of pages that are kept in the cache; 0 keeps none"""
    host: str = "127.0.0.1"
    """address to serve on"""
    port: int = 8000
    """port to serve on"""
    hosts: str = ""
    """names with a dot that the service may be asked under, parted by commas"""
    address: str = ""
    """the address that readers reach the service by, for links in files: `https://minuted.example.org`;
    unset, the one that a page was asked by, and on the command line `http://HOST:PORT`"""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``MINUTED_*``; raises BadSetting naming the variable that cannot be understood."""
        source = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for one in fields(cls):
            name = f"MINUTED_{one.name.upper()}"
            raw = source.get(name)
            if raw:
                values[one.name] = _read(name, raw, getattr(cls(), one.name))
        if url := str(values.get("llm_url", "")):
            if not _WEB.match(url):
                raise BadSetting(
                    f"MINUTED_LLM_URL is {url!r}; it must begin with http:// or https://."
                )
            if not values.get("llm_model"):
                raise BadSetting(
                    "MINUTED_LLM_URL is set, but MINUTED_LLM_MODEL names no model of it."
                )
        if (address := values.get("address")) and not _WEB.match(str(address)):
            raise BadSetting(
                f"MINUTED_ADDRESS is {address!r}; it must begin with http:// or https://."
            )
        if (vectors := values.get("vectors", "auto")) not in ("auto", EXACT):
            raise BadSetting(f"MINUTED_VECTORS is {vectors!r}; it must be auto or exact.")
        if (bits := values.get("passage_bits", 8)) not in (8, 32):
            raise BadSetting(f"MINUTED_PASSAGE_BITS is {bits}; it must be 8 or 32.")
        return cls(**values)  # type: ignore[arg-type]

    @property
    def served_at(self) -> str:
        """The address that ``minuted serve`` serves at, on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def exact(self) -> bool:
        """Whether a question is compared with all vectors, however many they are."""
        return self.vectors == EXACT

    @property
    def cache_folder(self) -> Path:
        """``cache`` with ``~`` resolved."""
        return self.cache.expanduser()


def _read(name: str, raw: str, default: object) -> object:
    """``raw`` as a value of the default's type; a number must not be negative."""
    if isinstance(default, Path):
        return Path(raw)
    if isinstance(default, str):
        return raw
    whole = isinstance(default, int)
    try:
        number = int(raw) if whole else float(raw)
    except ValueError:
        wanted = "a whole number" if whole else "a number"
        raise BadSetting(f"{name} is {raw!r}; it must be {wanted}.") from None
    if not 0 <= number < 1e9:
        raise BadSetting(f"{name} is {raw!r}; it must be between 0 and a thousand million.")
    return number
