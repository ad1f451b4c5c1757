"""chat.postMessage, chat.update, chat.postEphemeral, chat.delete."""

import json
from dataclasses import replace

from bot.sandbox import limits
from bot.sandbox.model import Channel, JsonObject, Message, Origin, text_of
from bot.sandbox.refused import RefusalError
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.places import place_to_post, writable_channel
from bot.sandbox.wire import message_json
from bot.sandbox.workspace import Draft, Workspace, checked_content


def post_message(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.postMessage."""
    channel = place_to_post(workspace, arguments.required("channel"))
    draft = replace(_content(arguments), metadata=_metadata(arguments))
    draft = _in_thread(workspace, channel, draft, arguments)
    message = workspace.post(channel.id, workspace.bot.id, draft, Origin.WEB_API)
    body = message_json(workspace, message, with_metadata=True)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": body}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.postEphemeral."""
    channel = writable_channel(workspace, arguments.required("channel"))
    reader = arguments.required("user")
    if workspace.store.user(reader) is None:
        raise RefusalError("user_not_found")
    if not workspace.store.is_member(channel.id, reader):
        raise RefusalError("user_not_in_channel")
    draft = _in_thread(workspace, channel, _content(arguments), arguments)
    message = workspace.post(channel.id, workspace.bot.id, draft, Origin.WEB_API, only_for=reader)
    return {"ok": True, "message_ts": message.ts}


def update(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.update: the bot's own messages only, and not what it said by response_url.

    Without `blocks` the former blocks stay; an empty list takes them away.
    """
    channel = writable_channel(workspace, arguments.required("channel"))
    message = _own_message(workspace, channel, arguments, otherwise="cant_update_message")
    if len(arguments.text("text")) > limits.MESSAGE_TEXT:
        raise RefusalError("msg_too_long")
    draft = replace(_content(arguments), metadata=_metadata(arguments))
    if arguments.value("blocks") is None:
        draft = replace(draft, blocks=message.blocks)
    changed = workspace.replace_content(message, draft)
    body = message_json(workspace, changed, with_metadata=True)
    return {"ok": True, "channel": channel.id, "ts": changed.ts, "text": changed.text, "message": body}


def delete(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.delete."""
    channel = writable_channel(workspace, arguments.required("channel"))
    message = _own_message(workspace, channel, arguments, otherwise="cant_delete_message")
    workspace.remove(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def _own_message(workspace: Workspace, channel: Channel, arguments: Arguments, *, otherwise: str) -> Message:
    message = workspace.store.message(channel.id, arguments.required("ts"))
    if message is None or message.is_ephemeral:
        raise RefusalError("message_not_found")
    if message.user != workspace.bot.id or message.origin is not Origin.WEB_API:
        raise RefusalError(otherwise)
    return message


def _content(arguments: Arguments) -> Draft:
    markdown = arguments.text("markdown_text")
    blocks = arguments.value("blocks")
    if markdown and (arguments.text("text") or blocks):
        raise RefusalError("markdown_text_conflict")
    if len(markdown) > limits.MARKDOWN_TEXT:
        raise RefusalError("msg_too_long")
    return checked_content(markdown or arguments.text("text"), blocks)


def _in_thread(workspace: Workspace, channel: Channel, draft: Draft, arguments: Arguments) -> Draft:
    thread_ts = arguments.text("thread_ts")
    if not thread_ts:
        return draft
    parent = workspace.store.message(channel.id, thread_ts)
    if parent is None or parent.is_ephemeral:
        raise RefusalError("thread_not_found")
    if parent.is_reply:
        raise RefusalError(
            "cannot_reply_to_message", detail="thread_ts must be the ts of a thread's first message"
        )
    return replace(draft, thread_ts=thread_ts, is_broadcast=arguments.flag("reply_broadcast"))


def _metadata(arguments: Arguments) -> JsonObject | None:
    metadata = arguments.value("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise RefusalError("invalid_metadata_format")
    if not text_of(metadata, "event_type"):
        raise RefusalError("invalid_metadata_format")
    if len(json.dumps(metadata).encode()) > limits.METADATA_BYTES:
        raise RefusalError("metadata_too_large")
    return metadata
