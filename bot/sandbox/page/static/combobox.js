// Menus that are searched by typing: external ones ask the bot, the others hold their lines themselves.
// Keys and roles follow the ARIA Authoring Practices' "editable combobox with list autocomplete".

import { actor, afterRedraw, post } from "./workspace.js";
import { activate, fill, isOpen, move, shut } from "./listbox.js";

const chosen = new WeakMap();
const asked = new WeakMap();
// Fields where Enter came before the lines did: the first line is meant.
const hasty = new WeakSet();
const PAUSE = 150;

/** What is chosen, as [{text, value}]. */
export const chosenIn = (combo) => chosen.get(combo) ?? JSON.parse(combo.dataset.start);

const isMulti = (combo) => combo.dataset.element.startsWith("multi_");
const input = (combo) => combo.querySelector("input");
const list = (combo) => combo.querySelector("[role=listbox]");

function settle(combo, choices, { tell = false } = {}) {
  chosen.set(combo, choices);
  for (const chip of combo.querySelectorAll(".chip")) chip.remove();
  if (isMulti(combo)) {
    input(combo).before(...choices.map((choice) => chip(combo, choice)));
    input(combo).value = "";
  } else {
    input(combo).value = choices[0]?.text ?? "";
  }
  if (tell) combo.dispatchEvent(new Event("change", { bubbles: true }));
}

function chip(combo, choice) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = choice.text;
  button.setAttribute("aria-label", `Remove ${choice.text}`);
  button.addEventListener("click", () => {
    settle(combo, chosenIn(combo).filter((other) => other.value !== choice.value), { tell: true });
    input(combo).focus();
  });
  return button;
}

/** Show the lines for what is typed; only the newest question's answer counts. */
async function search(combo) {
  const text = input(combo).value === (isMulti(combo) ? "" : chosenIn(combo)[0]?.text ?? "") ? "" : input(combo).value;
  const question = Symbol(text);
  hasty.delete(combo);
  asked.set(combo, question);
  const found = combo.dataset.lines === undefined ? await suggestions(combo, text, question) : matching(combo, text);
  if (asked.get(combo) !== question || document.activeElement !== input(combo)) return;
  if (!found) return shut(input(combo), list(combo));
  const taken = new Set(isMulti(combo) ? chosenIn(combo).map((choice) => choice.value) : []);
  const lines = found.filter((line) => !taken.has(line.value));
  asked.delete(combo);
  if (hasty.delete(combo) && lines.length) return pick(combo, lines[0]);
  fill(input(combo), list(combo), lines, { nothing: "Nothing found. Try other words.", activateFirst: Boolean(text) });
}

function matching(combo, text) {
  const wanted = text.toLowerCase();
  return JSON.parse(combo.dataset.lines).filter((line) => line.text.toLowerCase().includes(wanted));
}

async function suggestions(combo, text, question) {
  if (text.length < Number(combo.dataset.least)) return null;
  await new Promise((resolve) => { setTimeout(resolve, text ? PAUSE : 0); });
  if (asked.get(combo) !== question) return null;
  const { viewId, channel, ts } = combo.closest("[data-view-id], [data-ts]").dataset;
  const answer = await post("suggest", {
    user: actor(),
    block_id: combo.closest("[data-block-id]").dataset.blockId,
    action_id: combo.dataset.actionId,
    value: text,
    ...(viewId ? { view_id: viewId } : { channel, ts }),
  }).catch(() => ({ options: [] }));
  return answer.options ?? [];
}

function pick(combo, line) {
  const most = Number(combo.dataset.most ?? Infinity);
  const choices = isMulti(combo) ? [...chosenIn(combo), line].slice(0, most) : [line];
  asked.delete(combo);
  shut(input(combo), list(combo));
  settle(combo, choices, { tell: true });
}

/** Text without a choice means nothing: back to what was chosen, or to nothing when it was emptied. */
function leave(combo) {
  asked.delete(combo);
  shut(input(combo), list(combo));
  const isEmptied = !isMulti(combo) && input(combo).value === "" && chosenIn(combo).length > 0;
  if (isEmptied) settle(combo, [], { tell: true });
  else settle(combo, chosenIn(combo));
}

function onKey(event) {
  const combo = event.target.closest?.(".combo");
  if (!combo || event.target !== input(combo)) return;
  const open = isOpen(list(combo));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (open) move(input(combo), list(combo), event.key === "ArrowDown" ? 1 : -1);
    else void search(combo);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    // Enter in a search field chooses; it never sends the form with something that was not chosen.
    if (open || input(combo).value !== (chosenIn(combo)[0]?.text ?? "")) event.preventDefault();
    const line = open && activate(list(combo));
    if (line) pick(combo, line);
    else if (asked.has(combo)) hasty.add(combo);
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    shut(input(combo), list(combo));
  } else if (event.key === "Backspace" && isMulti(combo) && input(combo).value === "") {
    settle(combo, chosenIn(combo).slice(0, -1), { tell: true });
  }
}

function settleNew() {
  for (const combo of document.querySelectorAll(".combo")) {
    if (!chosen.has(combo)) settle(combo, chosenIn(combo));
  }
}

export function startComboboxes() {
  const comboOf = (event) => event.target.matches?.(".combo input") && event.target.closest(".combo");
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("input", (event) => { const combo = comboOf(event); if (combo) void search(combo); });
  document.addEventListener("focusin", (event) => { const combo = comboOf(event); if (combo) event.target.select(); });
  document.addEventListener("focusout", (event) => { const combo = comboOf(event); if (combo) leave(combo); });
  // The field itself tells of no change: a choice does.
  document.addEventListener("change", (event) => { if (comboOf(event)) event.stopPropagation(); }, true);
  document.addEventListener("mousedown", (event) => {
    const line = event.target.closest(".combo [role=option]");
    if (line) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const combo = event.target.closest(".combo");
    const option = event.target.closest(".combo [role=option]");
    if (option) pick(combo, option.line);
    else if (combo && event.target === input(combo) && !isOpen(list(combo))) {
      // A click leaves the caret amid what was chosen before: typing is to replace it.
      if (input(combo).value === chosenIn(combo)[0]?.text) input(combo).select();
      void search(combo);
    }
  });
  afterRedraw(settleNew);
  settleNew();
}
