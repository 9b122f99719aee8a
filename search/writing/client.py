"""One question to a language model behind an OpenAI-compatible address, within hard limits.

Whatever the address does (nothing, rubbish, a drop a second, a gigabyte, another address), what
comes of it is a short text or one line of trouble, in the time that was set.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

from corpus import extras
from search.settings import Settings

LONGEST_REPLY = 200_000
"""Bytes; a few sentences with their quotations are a hundredth of it."""
AT_ONCE = 4
"""Questions that may wait for the model at the same time; a slow one must not stop the service."""

Message = dict[str, str]
_places = threading.BoundedSemaphore(AT_ONCE)


class Trouble(Exception):
    """Why there is no reply, in words for a reader; nothing that the address sent is in it."""


def reply(settings: Settings, messages: Sequence[Message]) -> str:
    """What the model says; raises Trouble, or PartMissing without the extra."""
    extras.needed("openai")
    if not _places.acquire(blocking=False):
        raise Trouble("is busy with other questions; try again in a moment")
    box: list[str | BaseException] = []

    def ask() -> None:
        import asyncio  # here, because it is loaded for nothing wherever no model is set

        try:
            limited = asyncio.wait_for(_asked(settings, messages), settings.llm_seconds)
            box.append(asyncio.run(limited))
        except BaseException as error:
            box.append(error)
        finally:
            _places.release()

    # In a thread of its own, which nobody waits for once its time is over: even looking up a name
    # may take longer than any time that can be set.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(settings.llm_seconds + 1)
    if not box:
        raise Trouble(_late(settings))
    (found,) = box
    if isinstance(found, str):
        return found
    raise _told(settings, found) from found


async def _asked(settings: Settings, messages: Sequence[Message]) -> str:
    import openai

    # No redirects: the key and the papers go to the address that was set, and to no other.
    http = openai.DefaultAsyncHttpxClient(follow_redirects=False)
    async with openai.AsyncOpenAI(
        base_url=settings.llm_url,
        api_key=settings.llm_key or "none",
        max_retries=0,
        timeout=settings.llm_seconds,
        http_client=http,
    ) as client:
        asked: Any = list(messages)
        call = client.chat.completions.with_streaming_response.create(
            model=settings.llm_model, messages=asked
        )
        body = bytearray()
        async with call as response:
            async for piece in response.iter_bytes():
                body += piece
                if len(body) > LONGEST_REPLY:
                    raise Trouble("sent more than an answer")
    return _content(bytes(body))


def _content(body: bytes) -> str:
    """The first choice of a completion."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise Trouble("sent something that is no completion")
    return content


def _told(settings: Settings, error: BaseException) -> BaseException:
    """The trouble in an error of the client; what is not its doing stays what it is."""
    import openai

    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return Trouble(_late(settings))
    if isinstance(error, openai.APIStatusError):
        return Trouble(f"refused with status {error.status_code}")
    if isinstance(error, openai.APIConnectionError):
        return Trouble("cannot be reached")
    if isinstance(error, openai.OpenAIError | UnicodeError | OSError):
        return Trouble(f"could not be asked ({type(error).__name__})")
    return error


def _late(settings: Settings) -> str:
    return f"did not answer in {settings.llm_seconds:g} s"
