// The course of a reading over the periods asked for, as small bars; a missing one leaves its place empty.
const SVG = "http://www.w3.org/2000/svg";

function trendOf(node, metric) {
  if (DATA.periods.length < 2) return null;
  const values = DATA.periods.map((_, period) => reading(metric, period, node).value);
  const known = values.filter((value) => value !== null);
  if (!known.length) return null;
  const least = Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const step = 100 / values.length;
  const picture = svg("svg", { viewBox: "0 0 100 34", preserveAspectRatio: "none", "aria-hidden": "true" });
  values.forEach((value, period) => picture.append(barOf(value, period, step, least, most)));
  const said = (value) => (value === null ? t("missing.short") : shown(value, metric));
  const spoken = DATA.periods.map(({ label }, place) => `${label}: ${said(values[place])}`);
  const ends = el("p", { class: "ends" }, ...[0, -1].map((at) => el("span", {}, DATA.periods.at(at).label)));
  return el("figure", { class: "trend" }, el("figcaption", { class: "hidden" }, spoken.join("; ")), picture, ends);
}

function barOf(value, period, step, least, most) {
  const now = period === state.period;
  const left = period * step + step * 0.12;
  const scale = 32 / (most - least || 1);
  const zero = 33 - (0 - least) * scale;
  const end = value === null ? zero : 33 - (value - least) * scale;
  const height = value === null ? 0.6 : Math.max(Math.abs(zero - end), 0.8);
  const look = `${now ? "now" : ""}${value === null ? " none" : ""}`;
  return svg("rect", { x: left, width: step * 0.76, y: Math.min(zero - 0.4, end), height, class: look });
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
