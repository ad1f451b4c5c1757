// The sidebar as a drawer on a narrow screen.

import { afterRedraw } from "./workspace.js";

const narrow = matchMedia("(max-width: 760px)");
const button = () => document.getElementById("menu-button");
const sidebar = () => document.getElementById("sidebar");
const main = () => document.getElementById("main");

function set(isOpen) {
  const isDrawer = narrow.matches;
  sidebar().toggleAttribute("data-open", isDrawer && isOpen);
  sidebar().inert = isDrawer && !isOpen;
  // On a narrow screen the drawer and the thread cover the rest.
  main().inert = isDrawer && (isOpen || Boolean(document.getElementById("thread")));
  button().setAttribute("aria-expanded", String(isDrawer && isOpen));
}

const isOpen = () => sidebar().hasAttribute("data-open");

export function startSidebar() {
  set(false);
  narrow.addEventListener("change", () => set(false));
  document.addEventListener("click", (event) => {
    if (event.target.closest("#menu-button")) {
      set(true);
      document.getElementById("drawer-close").focus();
    } else if (isOpen() && event.target.closest("#drawer-close, #scrim, #sidebar a[data-go]")) {
      set(false);
      button().focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen() || document.querySelector("dialog[open]")) return;
    set(false);
    button().focus();
  });
  afterRedraw(() => set(isOpen()));
}
