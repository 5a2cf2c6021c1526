// Elements are made from text only: nothing from the data is ever read as markup.
function el(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...content.filter((part) => part !== null));
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

function fill(id, ...content) {
  byId(id).replaceChildren(...content.filter((part) => part !== null));
}

/** Redraw without losing the keyboard's place: focus goes to what stands for the same thing after the redraw. */
function keepingFocus(redraw) {
  const key = document.activeElement?.dataset?.key;
  redraw();
  if (key && document.activeElement === document.body) {
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}
