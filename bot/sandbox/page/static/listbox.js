// A list of lines under a text field, steered from the field by aria-activedescendant.

export const isOpen = (list) => !list.hidden;

/** Show `lines` ({text, value, description?, group?}); `nothing` is said when there are none. */
export function fill(field, list, lines, { nothing = "", activateFirst = true } = {}) {
  let heading = "";
  const drawn = lines.flatMap((line, number) => {
    const option = item("option", line.text);
    option.id = `${list.id}-${number}`;
    option.line = line;
    option.setAttribute("aria-selected", "false");
    if (line.description) option.append(" ", note(line.description));
    const isNewGroup = line.group && line.group !== heading;
    heading = line.group ?? "";
    return isNewGroup ? [item("presentation", line.group), option] : [option];
  });
  list.replaceChildren(...drawn, ...(drawn.length || !nothing ? [] : [item("presentation", nothing)]));
  list.hidden = list.childElementCount === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
  if (activateFirst && lines.length) move(field, list, 1);
  if (!list.hidden) list.scrollIntoView({ block: "nearest" });
}

export function shut(field, list) {
  list.hidden = true;
  list.replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

/** Step through the lines, around the ends. */
export function move(field, list, step) {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[now < 0 && step < 0 ? options.length - 1 : (now + step + options.length) % options.length];
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  field.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

/** The active line, or undefined. */
export const activate = (list) => list.querySelector("[aria-selected=true]")?.line;

function item(role, text) {
  const line = document.createElement("li");
  line.setAttribute("role", role);
  line.textContent = text;
  return line;
}

function note(text) {
  const small = document.createElement("small");
  small.textContent = text;
  return small;
}
