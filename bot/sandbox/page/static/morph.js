// Makes one tree like another and leaves alone what a person is doing in it: focus, typed text, open menus.

// What the script or the person has set since the server drew it.
const CLIENT_OWNED = new Set(["open", "aria-expanded", "aria-busy", "aria-activedescendant", "inert", "data-open"]);

export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeType !== Node.ELEMENT_NODE) {
    from.nodeValue = to.nodeValue;
    return;
  }
  morphAttributes(from, to);
  if (!from.hasAttribute("data-keep")) return morphChildren(from, to);
  // The script fills this element itself; only what is said of its field comes from the server.
  const field = from.querySelector("[role=combobox]");
  if (field) morphAttributes(field, to.querySelector("[role=combobox]"));
}

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !CLIENT_OWNED.has(name)) from.removeAttribute(name);
  }
  if (from.hasAttribute("data-keep") && from.hasAttribute("hidden") !== to.hasAttribute("hidden")) to.toggleAttribute("hidden", from.hidden);
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !CLIENT_OWNED.has(name)) from.setAttribute(name, value);
  }
}

function morphChildren(from, to) {
  const byId = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
  const coming = new Set([...to.children].map((child) => child.id).filter(Boolean));
  let here = from.firstChild;
  for (const child of [...to.childNodes]) {
    while (here?.id && !coming.has(here.id)) here = drop(here);
    const known = child.id ? byId.get(child.id) : undefined;
    if (known) {
      if (known === here) here = here.nextSibling;
      else from.insertBefore(known, here);
      morph(known, child);
    } else if (here && !here.id && !child.id && here.nodeName === child.nodeName) {
      morph(here, child);
      here = here.nextSibling;
    } else {
      from.insertBefore(document.importNode(child, true), here);
    }
  }
  while (here) here = drop(here);
}

function drop(node) {
  const next = node.nextSibling;
  // A modal dialog gives the focus back to where it was opened only when it is closed.
  if (node.nodeName === "DIALOG" && node.open) node.close();
  node.remove();
  return next;
}
