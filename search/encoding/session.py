"""How a graph is run by onnxruntime: one session's options, and what goes through it together."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

Job = TypeVar("Job")
JOINS = ("SkipLayerNormFusion",)
"""What would join again the nodes that a graph has apart (``bert_graph.Graph``)."""


def settle(made: Path, graph: Path, weights: str, without: Sequence[str] = ()) -> None:
    """From a graph as it was made to one that ``open_session`` opens quickly: simplified once, its
    weights outside of it in the file ``weights`` beside it, which onnxruntime maps instead of
    reading. Opening takes 8 ms instead of 70, and processes share the memory.

    Only what serves any processor is simplified here, and not by what is named in ``without``: of
    a graph whose residual steps are apart (``bert_graph.Graph``) what would join them, ``JOINS``.
    Raises exceptions of onnxruntime's own.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(graph)
    for key, value in (("file_name", weights), ("min_size_in_bytes", "1024")):
        options.add_session_config_entry(
            f"session.optimized_model_external_initializers_{key}", value
        )
    onnxruntime.InferenceSession(
        str(made), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(without)
    )


def open_session(path: Path, threads: int = 0) -> Any:
    """A session on the processor over a graph that was settled; ``threads`` of 0 takes what this
    process may use.

    Raises exceptions of onnxruntime's own for a graph that it cannot use.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = threads or _cores()
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Threads that spin while they wait take the processor from everything else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_tokenizer(path: Path) -> Any:
    """The tokenizer in a file; one for all files that hold the same, because making it takes as
    long as a question. Raises exceptions of the library's own for a file that it cannot use."""
    return _tokenizer(path.read_bytes())


@lru_cache(maxsize=2)
def _tokenizer(content: bytes) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_buffer(content)


def save_tokenizer(tokenizer: Any, path: Path) -> None:
    """Write it without what it would cut or pad by itself."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(path))


def batches(jobs: Sequence[Job], length: Callable[[Job], int], most: int) -> list[list[Job]]:
    """Neighbours in an order of length, at most ``most`` tokens once padded, at least one job."""
    found: list[list[Job]] = []
    for job in jobs:
        if found and length(job) * (len(found[-1]) + 1) <= most:
            found[-1].append(job)
        else:
            found.append([job])
    return found


def _cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
