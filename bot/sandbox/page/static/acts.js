// What a person does with a block: presses, chooses, ticks. Also the values of a form.

import { act, notice } from "./workspace.js";
import { chosenIn } from "./combobox.js";

const TROUBLE = {
  dispatch_failed: "The bot could not take that. Please try again.",
  operation_timeout: "The bot did not answer in time. Please try again.",
};

export const sentence = (error) => TROUBLE[error] ?? error;

/** The message or view an element belongs to, as the People API names it. */
function whereabouts(element) {
  const holder = element.closest("[data-view-id], [data-ts]");
  const { viewId, channel, ts } = holder.dataset;
  return viewId ? { view_id: viewId, values: values(holder) } : { channel, ts };
}

async function press(element, value) {
  if (element.getAttribute("aria-busy") === "true" || !(await confirmed(element))) return;
  element.setAttribute("aria-busy", "true");
  const { actionId } = element.dataset;
  const answer = await act("press", {
    ...whereabouts(element),
    block_id: element.closest("[data-block-id]").dataset.blockId,
    action_id: actionId,
    ...(value === undefined ? {} : { value }),
  });
  element.removeAttribute("aria-busy");
  if (!answer.ok && answer.error) notice(sentence(answer.error));
}

const isFormField = (element) => {
  const block = element.closest(".input");
  return Boolean(block) && !block.hasAttribute("data-dispatch");
};

/** The value of an element in the People API's notation; null when it is empty. */
export function valueOf(element) {
  const kind = element.dataset.element;
  if (element.matches(".combo")) {
    const chosen = chosenIn(element).map((choice) => choice.value);
    return kind.startsWith("multi_") ? chosen : chosen[0] ?? null;
  }
  const ticked = [...element.querySelectorAll("input:checked")].map((box) => box.value);
  if (kind === "checkboxes") return ticked;
  if (kind === "radio_buttons") return ticked[0] ?? null;
  if (kind === "datetimepicker") return element.value ? unixSeconds(element.value) : null;
  return element.value || null;
}

/** {block_id: {action_id: value}} of everything in a view. */
export function values(view) {
  const found = {};
  for (const element of view.querySelectorAll("[data-element]:not([data-element=button], [data-element=overflow])")) {
    const { blockId } = element.closest("[data-block-id]").dataset;
    (found[blockId] ??= {})[element.dataset.actionId] = valueOf(element);
  }
  return found;
}

/** A wall-clock time in the acting member's zone as Unix seconds. */
function unixSeconds(local) {
  const { zone } = document.getElementById("workspace").dataset;
  const asIfUtc = Date.parse(`${local}Z`);
  const shown = new Date(asIfUtc).toLocaleString("sv-SE", { timeZone: zone });
  return (2 * asIfUtc - Date.parse(`${shown.replace(" ", "T")}Z`)) / 1000;
}

/** Ask first, where the element (by its id) has a question. */
async function confirmed(element) {
  const source = document.getElementById(`${element.id}-confirm`);
  if (!source) return true;
  const part = (name) => source.querySelector(`[data-part=${name}]`);
  return ask({
    title: part("title").textContent,
    text: part("text"),
    yes: part("yes").textContent,
    no: part("no").textContent,
    isDanger: part("yes").dataset.style === "danger",
  });
}

/** Show a question; true when it was answered with yes. `text` is an element whose content is copied. */
export function ask({ title, text, yes, no, isDanger }) {
  const dialog = document.getElementById("confirm");
  const button = (answer) => dialog.querySelector(`[data-answer=${answer}]`);
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("#confirm-text").replaceChildren(...[...text.childNodes].map((node) => node.cloneNode(true)));
  button("yes").textContent = yes;
  button("yes").className = `button ${isDanger ? "button-danger-full" : "button-primary"}`;
  button("no").textContent = no;
  dialog.returnValue = "";
  dialog.showModal();
  button(isDanger ? "no" : "yes").focus();
  return new Promise((resolve) => {
    button("yes").onclick = () => dialog.close("yes");
    button("no").onclick = () => dialog.close("no");
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}

function onClick(event) {
  const button = event.target.closest("[data-element=button]");
  if (button) return void press(button);
  const line = event.target.closest("[data-element=overflow] [data-value]");
  if (line) {
    const menu = line.closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
    return void press(menu, line.dataset.value);
  }
  const shortcut = event.target.closest("[data-shortcut]");
  if (shortcut) void runShortcut(shortcut);
}

async function runShortcut(button) {
  const message = button.closest("[data-ts]");
  const menu = button.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  const about = message ? { channel: message.dataset.channel, ts: message.dataset.ts } : {};
  const answer = await act("shortcut", { callback_id: button.dataset.shortcut, ...about });
  if (!answer.ok && answer.error) notice(sentence(answer.error));
}

const waiting = new Map();
function onChange(event) {
  const element = event.target.closest("[data-element]");
  if (!element || isFormField(element)) return;
  clearTimeout(waiting.get(element.id));
  // Typing a date changes it part by part: wait until the person pauses.
  const pause = ["date", "time", "datetime-local"].includes(event.target.type) ? 900 : 0;
  waiting.set(element.id, setTimeout(() => press(element, valueOf(element)), pause));
}

function onKey(event) {
  const select = event.target.closest?.(".message select, .actions select, .section select");
  const opensList = event.key.startsWith("Arrow") || /^[\p{L}\p{N}]$/u.test(event.key);
  // A closed menu would change, and tell the bot, at every arrow key; so the keys open its list instead.
  if (select && opensList && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    select.showPicker?.();
  }
}

export function startActs() {
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onKey);
}
