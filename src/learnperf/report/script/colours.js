// Colours: up to six classes of equal size over the readings shown, told apart by lightness, so that no colour
// blindness and no grey printer takes them away. Better is darker; missing is no colour at all but a hatch, and where
// all readings are alike there is nothing to tell apart: one pale colour from outside the sequence.
const SEQUENCE = ["#fdf3c8", "#c5e3b5", "#7fc8b8", "#3c9fb8", "#2a6ea6", "#243f7f"];
const INK_ON = ["#1c2733", "#1c2733", "#1c2733", "#16202b", "#ffffff", "#ffffff"];
const ALIKE = { colour: "#d9e2ea", ink: "#1c2733" };
const EMPTY = { light: ["#eceff2", "#b4bec8"], dark: ["#26313b", "#4c5a67"] };

function isDark() {
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/** A colour of the style sheet, as the scheme in use has it. */
function themed(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Classes for a metric in a period: bounds from least to greatest value, each with its colour. */
function classesOf(metric, period) {
  const values = [];
  for (let node = 0; node < STRUCTURE; node += 1) {
    const { value } = reading(metric, period, node);
    if (value !== null) values.push(value);
  }
  values.sort((left, right) => left - right);
  const bounds = boundsOf(values);
  if (bounds.length === 1) return [{ ...bounds[0], ...ALIKE }];
  const lowerIsBetter = DATA.metrics[metric].direction === "lower";
  return bounds.map((bound, place) => {
    const step = Math.round((place * (SEQUENCE.length - 1)) / (bounds.length - 1));
    const at = lowerIsBetter ? SEQUENCE.length - 1 - step : step;
    return { ...bound, colour: SEQUENCE[at], ink: INK_ON[at] };
  });
}

function boundsOf(sorted) {
  const different = [...new Set(sorted)];
  if (different.length <= SEQUENCE.length) return different.map((value) => ({ least: value, greatest: value }));
  const found = [];
  let begin = 0;
  for (let part = 1; part <= SEQUENCE.length; part += 1) {
    // a class ends where the next value differs, so equal readings are never coloured differently
    let end = Math.max(Math.round((part * sorted.length) / SEQUENCE.length), begin);
    while (end > begin && end < sorted.length && sorted[end] === sorted[end - 1]) end += 1;
    if (end > begin) found.push({ least: sorted[begin], greatest: sorted[end - 1] });
    begin = end;
  }
  return found;
}

function classOf(classes, value) {
  return value === null ? null : (classes.find((one) => value <= one.greatest) ?? classes[classes.length - 1]);
}

function swatch(one) {
  const mark = el("span", { class: one === null ? "swatch missing" : "swatch", "aria-hidden": "true" });
  if (one !== null) mark.style.backgroundColor = one.colour;
  return mark;
}

function drawLegend(classes, metric) {
  const entries = classes.map((one) => {
    const from = shown(one.least, metric);
    const to = shown(one.greatest, metric);
    return el("li", {}, swatch(one), from === to ? from : `${from} – ${to}`);
  });
  entries.push(el("li", {}, swatch(null), t("legend.missing")));
  fill("legend", ...entries);
  const says = ["", t("legend.alike")][classes.length] ?? t(`direction.${DATA.metrics[metric].direction}.legend`);
  byId("direction").textContent = says;
}
