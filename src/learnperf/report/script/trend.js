// The course of a reading over the periods asked for; a missing one leaves its place empty. Counts and shares are bars
// from 0. Scores have no 0 that means anything: they are marks on an axis that covers what they range over.
const SVG = "http://www.w3.org/2000/svg";
const BASE = 33;
const HEIGHT = 32;

function trendOf(node, metric) {
  if (DATA.periods.length < 2) return null;
  const values = DATA.periods.map((_, period) => reading(metric, period, node).value);
  const known = values.filter((value) => value !== null);
  if (!known.length) return null;
  const isScore = DATA.metrics[metric].scaleType === "interval";
  const ends = isScore ? endsAround(known) : [Math.min(0, ...known), Math.max(0, ...known)];
  const picture = svg("svg", { viewBox: "0 0 100 34", preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(...values.map((value, period) => (isScore ? markOf : barOf)(value, period, ends)));
  const said = (value) => (value === null ? t("missing.short") : shown(value, metric));
  const spoken = DATA.periods.map(({ label }, place) => `${label}: ${said(values[place])}`);
  const axis = el("p", { class: "axis", "aria-hidden": "true" }, ...[1, 0].map((at) => endOf(ends[at], metric)));
  const dates = el("p", { class: "ends" }, ...[0, -1].map((at) => el("span", {}, DATA.periods.at(at).label)));
  return el("figure", { class: "trend" }, el("figcaption", { class: "hidden" }, spoken.join("; ")), axis, picture, dates);
}

function endOf(value, metric) {
  return el("span", {}, shown(value, metric));
}

/** Round numbers a little below the least and above the greatest. */
function endsAround(values) {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const range = greatest - least || Math.abs(least) / 10 || 1;
  const step = 10 ** Math.floor(Math.log10(range));
  return [Math.floor((least - range / 4) / step) * step, Math.ceil((greatest + range / 4) / step) * step];
}

function markOf(value, period, ends) {
  if (value === null) return piece(period, BASE - 0.6, 0.6, "none");
  return piece(period, heightAt(value, ends) - 2, 4, "");
}

function barOf(value, period, ends) {
  const zero = heightAt(0, ends);
  if (value === null) return piece(period, zero - 0.4, 0.6, "none");
  const end = heightAt(value, ends);
  return piece(period, Math.min(zero - 0.4, end), Math.max(Math.abs(zero - end), 0.8), "");
}

function heightAt(value, [least, greatest]) {
  return BASE - ((value - least) * HEIGHT) / (greatest - least || 1);
}

function piece(period, y, height, look) {
  const step = 100 / DATA.periods.length;
  const now = period === state.period ? "now" : "";
  return svg("rect", { x: (period + 0.12) * step, width: step * 0.76, y, height, class: `${now} ${look}`.trim() });
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
