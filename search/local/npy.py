"""Arrays as files of NumPy's own format."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray


def dumped(array: NDArray[Any]) -> bytes:
    """What ``np.load`` reads; nothing in it is a Python object."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
