// Modals: the stack the server drew, one on top of the other; submitting and closing them.

import { act, afterRedraw, notice, topDialog } from "./workspace.js";
import { sentence, values } from "./acts.js";

let shownHash;

/** Show the top view; those below keep what was typed in them. */
function showTop() {
  const stack = [...document.querySelectorAll("dialog.modal")];
  const top = stack.at(-1);
  for (const dialog of stack) if (dialog !== top && dialog.open) dialog.close();
  if (!top) return;
  const isOpened = !top.open;
  if (isOpened) top.showModal();
  // A form that the bot has drawn anew may have lost the field that had the focus.
  const isLost = shownHash !== top.dataset.hash && topDialog() === top && document.activeElement === document.body;
  shownHash = top.dataset.hash;
  if (isOpened || isLost) focusFirst(top);
}

function focusFirst(top) {
  const first = top.querySelector("[autofocus], .sheet-body :is(input, select, textarea, button, a[href])");
  (first ?? top.querySelector("h2")).focus();
}

async function submit(form) {
  const dialog = form.closest("dialog");
  const button = form.querySelector("[type=submit]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await act("submit", { view_id: dialog.dataset.viewId, values: values(dialog) });
  button.removeAttribute("aria-busy");
  const wrong = dialog.isConnected && dialog.querySelector(".has-error :is(input, select, textarea)");
  if (wrong) wrong.focus();
  else if (!answer.ok && answer.error && !(dialog.isConnected && dialog.querySelector(".trouble"))) notice(sentence(answer.error));
}

const closing = new WeakSet();
async function close(dialog) {
  if (closing.has(dialog)) return;
  closing.add(dialog);
  const answer = await act("close", { view_id: dialog.dataset.viewId });
  closing.delete(dialog);
  if (!answer.ok && answer.error) notice(sentence(answer.error));
}

function onKey(event) {
  const dialog = topDialog();
  if (!dialog?.matches(".modal")) return;
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    void close(dialog);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    dialog.querySelector("form").requestSubmit();
  }
}

export function startModals() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-modal]")) return;
    event.preventDefault();
    void submit(event.target);
  });
  document.addEventListener("click", (event) => {
    const dialog = event.target.closest("dialog.modal [data-close]")?.closest("dialog");
    if (dialog) void close(dialog);
  });
  // A touch gesture for "back" asks to cancel without a key.
  document.addEventListener("cancel", (event) => {
    if (!event.target.matches?.("dialog.modal")) return;
    event.preventDefault();
    void close(event.target);
  }, true);
  afterRedraw(showTop);
  showTop();
}
