"""A model as sentence-transformers loads it: for the exporter, and for what cannot be exported."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Any, Literal

from corpus import extras
from corpus.errors import EncoderUnavailable
from search.encoding.model_cache import Source

_SETTINGS = {"SentenceTransformer": "MINUTED_MODEL", "CrossEncoder": "MINUTED_RERANKER"}


def load(
    source: Source,
    threads: int = 0,
    kind: Literal["SentenceTransformer", "CrossEncoder"] = "SentenceTransformer",
) -> tuple[Any, Path]:
    """The model as sentence-transformers runs it, and its folder; raises EncoderUnavailable.

    A model of the hub is taken from this machine where it is there, else fetched.
    """
    if not extras.installed("models"):
        raise EncoderUnavailable(
            f"The model {source.model!r} needs the extra minuted[models], which is not installed. "
            f"Install it {extras.cure('models')}. Or leave {_SETTINGS[kind]} unset: "
            "what comes with Minuted needs nothing more."
        )
    logging.disable(logging.WARNING)
    try:
        import sentence_transformers
        import torch
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        made = getattr(sentence_transformers, kind)
        if threads:
            torch.set_num_threads(threads)
        folder = source.folder or _cached(source.model)
        if folder is not None:
            return made(str(folder), device="cpu"), folder
        found = _on_the_hub(source.model)
        model = made(found, device="cpu")
        folder = _cached(found)
        if folder is None:
            raise OSError("what was fetched is not in the cache of the Hugging Face hub")
        return model, folder
    except Exception as error:
        # The libraries raise whatever their layers below raise: OSError, ValueError, KeyError,
        # HTTP errors of two kinds, safetensors' own. To a user they all mean one thing.
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise EncoderUnavailable(
            f"The model {source.model!r} cannot be loaded ({said}). Give the folder of a "
            f"sentence-transformers model ({kind}), or the name of one that is on this machine or "
            "can be fetched from the Hugging Face hub."
        ) from error
    finally:
        logging.disable(logging.NOTSET)


def prompts(model: Any) -> dict[str, str]:
    """What the model wants in front of a query and of a document."""
    given = dict(model.prompts or {})
    usual = given.get(model.default_prompt_name or "") or ""
    return {
        "query": given.get("query") or usual,
        "document": given.get("document") or given.get("passage") or given.get("corpus") or usual,
    }


def _repositories(name: str) -> list[str]:
    """Where the hub may keep a model of this name."""
    return [name] if "/" in name else [f"sentence-transformers/{name}", name]


def _cached(name: str) -> Path | None:
    """The folder of a hub's model that was fetched before, whole enough to be tried."""
    from huggingface_hub import snapshot_download

    for repository in _repositories(name):
        with contextlib.suppress(OSError, ValueError):
            folder = Path(snapshot_download(repository, local_files_only=True))
            if any(folder.glob("*.safetensors")) or any(folder.glob("*.bin")):
                return folder
    return None


def _on_the_hub(name: str) -> str:
    """The full name of a model that can be fetched. One question, so that a machine without a
    network is told after seconds; the libraries' own retries take a minute and a half."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError

    for repository in _repositories(name):
        with contextlib.suppress(RepositoryNotFoundError):
            return str(HfApi().model_info(repository, timeout=10).id)
    raise OSError("it is not on this machine, and the Hugging Face hub knows no such model")
