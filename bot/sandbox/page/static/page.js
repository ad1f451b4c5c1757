// The page's start: links within it, the stream of changes, the clock, and what is read.

import { act, actor, afterRedraw, go, notice, post, refresh, workspace } from "./workspace.js";
import { ask, startActs } from "./acts.js";
import { startComboboxes } from "./combobox.js";
import { startComposers } from "./composer.js";
import { startModals } from "./modals.js";
import { startSidebar } from "./sidebar.js";

const NEAR_END = 120;
const messages = () => document.getElementById("messages");
const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
const toEnd = (box) => { if (box) box.scrollTop = box.scrollHeight; };
const canHover = matchMedia("(hover: hover)");

let stream;
/** Listen for changes while somebody looks; a hidden page holds no connection open. */
function listen() {
  stream?.close();
  stream = undefined;
  if (document.hidden) return;
  const members = [...document.querySelectorAll("[data-member]")].map((link) => ["user", link.dataset.member]);
  stream = new EventSource(`/local/events?${new URLSearchParams(members)}`);
  const offline = document.getElementById("offline");
  stream.addEventListener("open", () => { offline.hidden = true; void refresh(); });
  stream.addEventListener("error", () => { offline.hidden = false; });
  stream.addEventListener("message", () => void refresh());
}

function everyMinute() {
  const untilNext = 60_000 - (Date.parse(workspace().dataset.now) % 60_000);
  setTimeout(async () => {
    if (!document.hidden) await refresh();
    everyMinute();
  }, untilNext + 50);
}

// The messages that were on the page before the last redraw, by id.
let known = new Set();
let wasAtEnd = true;
const messageIds = () => new Set([...document.querySelectorAll("#list > .message")].map((line) => line.id));

function onRedraw(before) {
  const { user, channel, tab } = workspace().dataset;
  const hasMoved = before.user !== user || before.channel !== channel || before.tab !== tab;
  const shown = messageIds();
  const isNew = [...shown].some((id) => !known.has(id));
  known = shown;
  if (hasMoved) hush();
  if (hasMoved || wasAtEnd) toEnd(messages());
  else if (isNew) document.getElementById("newest").hidden = false;
  afterLook();
}

/** Another place's messages are not news: a screen reader need not read them all. */
function hush() {
  const log = messages();
  log?.setAttribute("aria-live", "off");
  setTimeout(() => log?.setAttribute("aria-live", "polite"), 1000);
}

/** What follows from somebody seeing this place: its title, and that it is read. */
function afterLook() {
  const { user, channel, unread, totalUnread, place, team, tab } = workspace().dataset;
  const count = Number(totalUnread) ? `(${totalUnread}) ` : "";
  document.title = `${count}${place} · ${team}`;
  if (Number(unread) && tab !== "home" && !document.hidden) void post("read", { user, channel });
}

async function follow(link) {
  const isThread = link.hasAttribute("data-thread");
  const isActor = link.matches(".actor");
  await go(link.getAttribute("href"));
  if (new URLSearchParams(location.search).get("tab") === "home") await act("home", {});
  toEnd(document.querySelector("#thread .scroll"));
  if (isActor) return;
  const box = document.getElementById(isThread ? "thread-composer-text" : "composer-text");
  (canHover.matches && box ? box : document.getElementById(isThread ? "thread-title" : "place-title"))?.focus();
}

async function moveClock(button) {
  const to = button.dataset.advance;
  const line = document.getElementById("clock-note");
  button.setAttribute("aria-busy", "true");
  line.textContent = "The bot is catching up…";
  const answer = await post("clock", to === "next" ? { to } : { advance_seconds: Number(to) }).catch(() => ({ note: "The workspace does not answer." }));
  await refresh();
  button.removeAttribute("aria-busy");
  line.textContent = answer.note || (answer.moved ? "" : answer.error ?? "");
}

async function startOver() {
  const text = document.createElement("div");
  text.textContent = "All messages go, the campaign is as it was at first, and the clock shows the real time again.";
  if (!(await ask({ title: "Start over?", text, yes: "Start over", no: "Keep everything", isDanger: true }))) return;
  const answer = await post("start-over", {}).catch(() => null);
  sessionStorage.clear();
  if (!answer || answer.ok === false) return notice("Starting over did not work. Is the workspace still running?");
  document.getElementById("clock-note").textContent = "Everything is as it was at first.";
  await go(`/?as=${encodeURIComponent(actor())}`);
}

function onClick(event) {
  const target = event.target;
  const link = target.closest("a[data-go]");
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
    event.preventDefault();
    return void follow(link);
  }
  for (const menu of document.querySelectorAll("details.drop[open]")) if (!menu.contains(target)) menu.open = false;
  const advance = target.closest("[data-advance]");
  if (advance) return void moveClock(advance);
  if (target.closest("#start-over")) return void startOver();
  if (target.closest("#newest")) toEnd(messages());
}

function onKey(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const menu = event.target.closest?.("details.drop[open]");
  if (menu) {
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

startActs();
startComboboxes();
startComposers();
startModals();
startSidebar();
afterRedraw(onRedraw);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey, true);
document.addEventListener("scroll", (event) => {
  if (event.target !== messages()) return;
  wasAtEnd = isAtEnd(event.target);
  if (wasAtEnd) document.getElementById("newest").hidden = true;
}, true);
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.drop[open]")) event.target.querySelector(".drop-list").scrollIntoView({ block: "nearest" });
}, true);
// A phone's keyboard makes the page shorter; the newest message stays in sight.
addEventListener("resize", () => { if (wasAtEnd) toEnd(messages()); });
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => stream?.close());
addEventListener("popstate", () => void refresh());
known = messageIds();
toEnd(messages());
toEnd(document.querySelector("#thread .scroll"));
if (canHover.matches && !document.querySelector("dialog[open]")) document.getElementById("composer-text")?.focus();
listen();
everyMinute();
afterLook();
if (workspace().dataset.tab === "home") void act("home", {});
