// The part of the page that changes: where we are, fetching it anew, and telling other modules about it.

import { morph } from "./morph.js";

const redrawn = [];
let running = null;
let wanted = false;

export const workspace = () => document.getElementById("workspace");
/** Whom the person acts as: from the moment they choose somebody, not only once that is drawn. */
export function actor() {
  const asked = new URLSearchParams(location.search).get("as");
  const isKnown = [...document.querySelectorAll(".actor")].some((link) => link.dataset.member === asked);
  return isKnown ? asked : workspace().dataset.user;
}

/** Call `listener(before)` after each redraw; `before` is the data-set of the workspace as it was. */
export function afterRedraw(listener) {
  redrawn.push(listener);
}

/** Fetch the workspace and draw what differs. Calls made meanwhile become one more round. */
export function refresh() {
  wanted = true;
  running ??= rounds().finally(() => { running = null; });
  return running;
}

async function rounds() {
  while (wanted) {
    wanted = false;
    const place = location.search;
    const answer = await fetch(`/page/workspace${place}`).catch(() => null);
    if (!answer?.ok) return;
    const html = await answer.text();
    if (place === location.search) draw(html);
    else wanted = true;
  }
}

function draw(html) {
  const before = { ...workspace().dataset };
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("workspace");
  morph(workspace(), next);
  for (const listener of redrawn) listener(before);
}

/** Go to another place of this page, as a link would. */
export async function go(address) {
  history.pushState(null, "", address);
  await refresh();
}

export async function post(path, body) {
  const answer = await fetch(`/local/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return { ok: false, error: text || `The workspace answered ${answer.status}.` };
  }
}

/** One act of the person: sent, drawn, and what went wrong said. Returns the answer. */
export async function act(path, body) {
  let answer;
  try {
    answer = await post(path, { user: actor(), ...body });
  } catch {
    answer = { ok: false, error: "The workspace does not answer. Is it still running?" };
  }
  await refresh();
  return answer;
}

let hiding;
export function notice(text) {
  const line = document.getElementById("notice");
  line.textContent = text;
  line.hidden = false;
  // A modal dialog covers the page, so the line moves into it.
  (topDialog() ?? document.body).append(line);
  clearTimeout(hiding);
  hiding = setTimeout(() => { line.hidden = true; document.body.append(line); }, 8000);
}

export const topDialog = () => [...document.querySelectorAll("dialog[open]")].at(-1);
