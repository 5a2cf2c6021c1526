// The scorecard of the node chosen, what weighs and what stands beside held against its targets, and those below it.
const CARD = DATA.scorecard;
const MOST_BELOW = 60;

function drawCard() {
  if (!CARD) return;
  const { node, period } = state;
  if (CARD.periods[period] === null) {
    fill("card-node", el("p", { class: "quiet" }, t("card.early")));
    fill("card-table");
    fill("card-below");
    return;
  }
  fill("card-node", ...cardHead(node, period));
  fill("card-table", ...(node < STRUCTURE ? [cardTable(node, period)] : []));
  fill("card-below", ...cardBelow(node, period));
}

/** Cells of one row of columns at a node. */
function cellsAt(places, node) {
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, column(place)[node]]));
}

function wholeAt(node, period) {
  return cellsAt(CARD.periods[period].whole, node);
}

/** Points to one place, so that what adds up looks as if it did. */
function points(value) {
  const text = { maximumFractionDigits: 1, minimumFractionDigits: 1 };
  return value === null ? "—" : new Intl.NumberFormat(language, text).format(value);
}

function perCent(value) {
  return `${points(value)}%`;
}

function cardHead(node, period) {
  const name = el("h3", { id: "card-name" }, nameOf(node), periodMark(period));
  const about = el("p", { class: "overline" }, aboutNode(node));
  if (node >= STRUCTURE) return [about, name, parentsOf(node, period), el("p", { class: "quiet" }, t("card.learner"))];
  const whole = wholeAt(node, period);
  const covers = whole.coverage === null ? null : t("card.covers", { part: percent(whole.coverage) });
  const below = [covers && el("p", { class: "quiet" }, covers), leftOut(node, period)];
  return [about, name, parentsOf(node, period), ...wholeText(whole), ...below];
}

function wholeText(whole) {
  if (whole.value === null) {
    return [el("p", { class: "big none" }, t("card.none")), el("p", { class: "because" }, reasonWord(whole.reason))];
  }
  const band = el("span", { class: "unit" }, bandWord(CARD.bands, whole.band));
  return [el("p", { class: "big" }, points(whole.value), band)];
}

/** Which indicators have no score here, and why. */
function leftOut(node, period) {
  const several = CARD.indicators.flatMap((one, place) => {
    const { reason } = cellsAt(CARD.periods[period].indicators[place], node);
    return reason ? [`${either(one.label)} (${reasonWord(reason)})`] : [];
  });
  return several.length ? el("p", { class: "hint" }, t("card.left_out.list", { list: several.join(", ") })) : null;
}

function bandWord(bands, place) {
  return place === null ? "" : either(bands[place]);
}

const CARD_COLUMNS = ["indicator", "value", "target", "attained", "points", "weight", "adds", "n"];

function cardTable(node, period) {
  const headers = CARD_COLUMNS.map((name) => {
    const numeric = name !== "indicator" && name !== "attained";
    const attributes = { scope: "col", role: "columnheader", class: numeric ? "number" : null };
    return el("th", { ...attributes, title: t(`card.${name}.hint`) }, t(`card.${name}`));
  });
  const head = el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...headers));
  const groups = CARD.perspectives.map((_, place) => perspectiveRows(place, node, period));
  const caption = el("caption", { class: "hidden" }, `${either(CARD.label)}: ${nameOf(node)}`);
  return el("table", { class: "scores", role: "table" }, caption, head, ...groups, cardSum(node, period));
}

function perspectiveRows(place, node, period) {
  const one = CARD.perspectives[place];
  const found = cellsAt(CARD.periods[period].perspectives[place], node);
  const role = one.role === "weighted" ? null : t(`card.role.${one.role}`, { most: points(one.most) });
  const label = el("th", { scope: "rowgroup", role: "rowheader", colspan: 4 },
    either(one.label) || t("card.role.weighted"), role && el("span", { class: "role" }, role));
  const score = el("td", { role: "cell", class: "number" }, points(found.value));
  const head = el("tr", { class: "perspective", role: "row" }, label, score, el("td", { role: "cell", colspan: 3 }));
  const rows = one.indicators.map((indicator) => indicatorRow(indicator, node, period, one.role === "beside"));
  const cut = found.cut ? cutRow(found.cut) : null;
  return el("tbody", { role: "rowgroup", class: one.role }, head, ...rows, cut);
}

function cutRow(cut) {
  const label = el("th", { scope: "row", role: "rowheader", colspan: 6 }, t("card.cut"));
  const taken = el("td", { role: "cell", class: "number" }, points(cut));
  return el("tr", { role: "row", class: "overlap" }, label, taken, el("td", { role: "cell" }));
}

function indicatorRow(place, node, period, beside) {
  const one = CARD.indicators[place];
  const found = cellsAt(CARD.periods[period].indicators[place], node);
  const read = reading(one.metric, period, node);
  const show = el("button", { type: "button", class: "link", "data-key": `card-${place}`, title: t("card.show"),
    onclick: () => showMetric(one.metric) }, either(one.label));
  const texts = {
    value: valueCell(read, found, one.metric),
    target: targetText(one, found),
    attained: attainedCell(one, found),
    points: `${bandWord(one.bands, found.band)} ${points(found.score)}`.trim(),
    weight: beside ? "—" : plain(one.weight),
    adds: points(found.adds ?? null),
    n: piecesCell(read),
  };
  const cells = Object.entries(texts).map(([name, text]) => {
    const look = name === "attained" ? name : `${name} number`;
    return el("td", { role: "cell", class: look, "data-name": t(`card.${name}`) }, text);
  });
  return el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader" }, show), ...cells);
}

/** The reading, and below it between what it is likely to lie, where an interval is known. */
function valueCell(read, found, metric) {
  if (read.value === null) return "—";
  if (!hasMargin(found)) return shown(read.value, metric);
  const margin = `${shown(found.least, metric)} – ${shown(found.most, metric)}`;
  return el("span", { title: t("card.margin.hint") }, shown(read.value, metric), el("span", { class: "part-of" }, margin));
}

function hasMargin(found) {
  return Number.isFinite(found.least) && Number.isFinite(found.most);
}

/** Whether a reading off its target might as well have come out on it. */
function isUnsure(found) {
  return hasMargin(found) && found.attained !== 100 && [found.low, found.high].some((end) => found.least < end && end < found.most);
}

/** Pieces of evidence, and below them what part that is of what was due. */
function piecesCell(read) {
  const part = read.coverage === null ? null : el("span", { class: "part-of" }, percent(read.coverage));
  return el("span", {}, whole(read.n), ...[part].filter(Boolean));
}

function targetText(one, found) {
  if (found.low === null) return "—";
  if (found.low < found.high) return `${shown(found.low, one.metric)} – ${shown(found.high, one.metric)}`;
  return `${{ higher: "≥", lower: "≤", target: "=" }[one.direction]} ${shown(found.low, one.metric)}`;
}

/** A bar from 0 to 150 per cent with a mark at 100, and the same in words, for the bar says nothing by itself. */
function attainedCell(one, found) {
  if (found.attained === null) {
    const key = found.zero ? "card.as_zero" : "card.left_out";
    return el("span", { class: "left-out" }, t(key, { reason: reasonWord(found.reason) }));
  }
  const standing = found.attained < 100 ? "below" : found.attained > 100 ? "above" : "on";
  const length = Math.min(Math.max(found.attained, 0), 150) / 1.5;
  const bar = el("span", { class: `meter ${standing}`, "aria-hidden": "true" }, el("i", { style: `width:${length}%` }));
  const capped = found.uncapped > found.attained ? t("card.capped", { percent: perCent(found.uncapped) }) : null;
  const unsure = isUnsure(found) ? t("card.unsure") : null;
  const words = [t(`card.${standing}.said`), capped, unsure].filter(Boolean).join(" · ");
  const said = el("span", {}, el("b", {}, perCent(found.attained)), ` ${words}`);
  return el("span", { class: "attainment" }, bar, said);
}

function cardSum(node, period) {
  const found = wholeAt(node, period);
  const label = el("th", { scope: "row", role: "rowheader", colspan: 6 }, t("card.sum"));
  const value = el("td", { role: "cell", class: "number" }, points(found.value));
  return el("tfoot", { role: "rowgroup" }, el("tr", { role: "row" }, label, value, el("td", { role: "cell" })));
}

/** What stands below a node, to go down without the map. */
function cardBelow(node, period) {
  const below = treeOf(period).children.get(node) ?? [];
  if (!below.length) return [];
  const rows = below.slice(0, MOST_BELOW).map((child) => {
    const whole = wholeAt(child, period);
    const why = whole.value === null ? reasonWord(whole.reason) : bandWord(CARD.bands, whole.band);
    const named = [nodeButton(child, "link", `below-${child}`), why && el("span", { class: "why" }, why)];
    return el("tr", { role: "row" },
      el("th", { scope: "row", role: "rowheader" }, ...named.filter(Boolean)),
      el("td", { role: "cell", class: "number" }, points(whole.value)),
      el("td", { role: "cell", class: "number" }, whole.coverage === null ? "—" : percent(whole.coverage)));
  });
  const heads = ["below", "whole", "coverage"].map((name) => {
    const numeric = name === "whole" || name === "coverage";
    return el("th", { scope: "col", role: "columnheader", class: numeric ? "number" : null }, t(`card.${name}`));
  });
  const over = below.length - MOST_BELOW;
  const more = over > 0 ? el("p", { class: "hint" }, t("card.more", { count: over })) : null;
  const head = el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads));
  const body = el("tbody", { role: "rowgroup" }, ...rows);
  return [el("table", { class: "children", role: "table" }, head, body), more];
}

/** Show a metric in the map and its explanation, and go there. */
function showMetric(metric) {
  byId("metric").value = String(metric);
  changeMetric(metric);
  byId("explore").scrollIntoView();
  byId("explore").focus({ preventScroll: true });
}
