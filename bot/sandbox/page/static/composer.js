// The box to write in: sending, half-typed text for each place, and the list of commands after a slash.

import { act, actor, afterRedraw, workspace } from "./workspace.js";
import { activate, fill, isOpen, move, shut } from "./listbox.js";
import { sentence } from "./acts.js";

const text = (composer) => composer.querySelector("textarea");
const list = (composer) => composer.querySelector("[role=listbox]");
const status = (composer) => composer.querySelector("[role=status]");

const draftKey = (composer) => ["draft", actor(), workspace().dataset.channel, composer.dataset.thread].join(" ");

function commands(composer) {
  const source = composer.querySelector("[data-commands]");
  return source ? JSON.parse(source.textContent) : [];
}

/** What the list shows: all commands that begin so, or how the one that stands there goes on. */
function complete(composer) {
  const typed = text(composer).value;
  if (!typed.startsWith("/") || typed.includes("\n")) return shut(text(composer), list(composer));
  const isNameDone = typed.includes(" ");
  const name = typed.split(" ", 1)[0].toLowerCase();
  const found = commands(composer).filter((command) => (isNameDone ? command.name === name : command.name.startsWith(name)));
  if (isNameDone) return hint(composer, found[0]);
  fill(text(composer), list(composer), found.map((command) => ({
    text: `${command.name} ${command.usage_hint}`.trim(),
    value: command.name,
    description: command.description,
  })));
  for (const option of list(composer).querySelectorAll("[role=option]")) emphasise(option);
}

function hint(composer, command) {
  shut(text(composer), list(composer));
  if (!command?.usage_hint) return;
  const line = document.createElement("li");
  line.setAttribute("role", "presentation");
  line.textContent = `${command.name} ${command.usage_hint}`;
  list(composer).replaceChildren(line);
  list(composer).hidden = false;
}

function emphasise(option) {
  const name = document.createElement("b");
  name.textContent = option.line.value;
  const usage = document.createElement("span");
  usage.textContent = option.line.text.slice(option.line.value.length);
  option.firstChild.replaceWith(name, usage);
}

function take(composer, line) {
  text(composer).value = `${line.value} `;
  keepDraft(composer);
  complete(composer);
  text(composer).focus();
}

function keepDraft(composer) {
  sessionStorage.setItem(draftKey(composer), text(composer).value);
}

async function send(composer) {
  const written = text(composer).value.trim();
  if (!written) return;
  const key = draftKey(composer);
  text(composer).value = "";
  sessionStorage.removeItem(key);
  shut(text(composer), list(composer));
  status(composer).textContent = written.startsWith("/") ? "Sent to the bot…" : "";
  const thread = composer.dataset.thread;
  const answer = await act("type", {
    channel: workspace().dataset.channel,
    text: written,
    ...(thread ? { thread_ts: thread } : {}),
  });
  status(composer).textContent = !answer.ok && answer.error && !answer.messages?.length ? sentence(answer.error) : "";
  const wasLost = !answer.ok && answer.status === undefined;
  if (wasLost && !text(composer).value) text(composer).value = written;
  toEnd(composer);
}

function toEnd(composer) {
  const scroll = composer.parentElement.querySelector(".scroll");
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

function onKey(event) {
  const composer = event.target.closest?.("[data-composer]");
  if (!composer || event.target !== text(composer) || event.isComposing) return;
  const open = isOpen(list(composer));
  const line = open ? activate(list(composer)) : undefined;
  if (event.key === "Escape" && open) {
    event.preventDefault();
    shut(text(composer), list(composer));
  } else if (line && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(text(composer), list(composer), event.key === "ArrowDown" ? 1 : -1);
  } else if (line && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey && text(composer).value.trim() !== line.value) {
    event.preventDefault();
    take(composer, line);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    void send(composer);
  }
}

/** Another place has its own half-typed text; the address may bring some, once. */
let drawnKeys = {};
function restoreDrafts() {
  const keys = {};
  const given = takeGiven();
  for (const composer of document.querySelectorAll("[data-composer]")) {
    const key = draftKey(composer);
    keys[composer.id] = key;
    if (composer.id === "composer" && given !== null) sessionStorage.setItem(key, given);
    else if (drawnKeys[composer.id] === key) continue;
    text(composer).value = sessionStorage.getItem(key) ?? "";
    status(composer).textContent = "";
    shut(text(composer), list(composer));
  }
  drawnKeys = keys;
}

/** The text that a link puts in the box; it leaves the address, so that a reload does not bring it again. */
function takeGiven() {
  const asked = new URLSearchParams(location.search);
  const given = asked.get("draft");
  if (given === null) return null;
  asked.delete("draft");
  history.replaceState(null, "", `${location.pathname}?${asked}`);
  return given;
}

export function startComposers() {
  const composerOf = (event) => event.target.closest?.("[data-composer]");
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", (event) => {
    const composer = composerOf(event);
    if (!composer) return;
    keepDraft(composer);
    complete(composer);
  });
  document.addEventListener("focusout", (event) => {
    const composer = composerOf(event);
    if (composer && event.target === text(composer)) shut(text(composer), list(composer));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    event.preventDefault();
    void send(event.target);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".completion")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const composer = composerOf(event);
    if (!composer) return;
    const option = event.target.closest(".completion [role=option]");
    if (option) take(composer, option.line);
    if (!event.target.closest("[data-slash]")) return;
    if (!text(composer).value.startsWith("/")) text(composer).value = `/${text(composer).value}`;
    text(composer).focus();
    complete(composer);
  });
  afterRedraw(restoreDrafts);
  restoreDrafts();
}
