"""Model calls in the traces of LangChain: LangSmith and other callback handlers see each one below its step."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.messages import AIMessage, convert_to_messages
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.runnables.config import ensure_config, get_async_callback_manager_for_config

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion

NOT_FOR_PEOPLE = "nostream"
"""LangGraph's tag for a call that its `messages` mode leaves out (langgraph/constants.py, TAG_NOSTREAM).

Answers are JSON, or sections with ids that are written at once and checked later; the report comes as one message.
"""


@asynccontextmanager
async def traced(
    messages: Sequence[Message], parameters: Mapping[str, Any]
) -> AsyncIterator[Callable[[Completion], Awaitable[None]]]:
    """Tell the callback handlers of the step under way, if there are any, of a call.

    Args:
        messages: Of the conversation.
        parameters: The other members of the request.

    Yields:
        To be called with the answer.
    """
    manager = get_async_callback_manager_for_config(ensure_config())
    if not manager.handlers:
        yield _untraced
        return
    manager.add_tags([NOT_FOR_PEOPLE])
    asked = [convert_to_messages([(message["role"], message["content"]) for message in messages])]
    named = {"name": parameters.get("model"), "id": ["stepresearch", "chat_completions"]}
    (run,) = await manager.on_chat_model_start(named, asked, invocation_params=dict(parameters))

    async def ended(completion: Completion) -> None:
        await run.on_llm_end(_result(completion))

    try:
        yield ended
    except (Exception, asyncio.CancelledError) as error:
        await run.on_llm_error(error)
        raise


async def _untraced(_: Completion) -> None:
    """Tell nobody."""


def _result(completion: Completion) -> LLMResult:
    usage = completion.usage
    message = AIMessage(
        completion.text or completion.arguments,
        additional_kwargs={"reasoning": completion.reasoning} if completion.reasoning else {},
        response_metadata={"finish_reason": completion.finish_reason},
        usage_metadata=usage
        and UsageMetadata(
            input_tokens=usage.prompt_tokens,
            output_tokens=usage.completion_tokens,
            total_tokens=usage.prompt_tokens + usage.completion_tokens,
            input_token_details={"cache_read": usage.cached_tokens},
        ),
    )
    return LLMResult(generations=[[ChatGeneration(message=message)]])
