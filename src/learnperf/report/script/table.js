// The table: sorted and filtered as a list of node numbers, of which one page at a time becomes rows.
const PAGE = 25;
const COLUMNS = ["name", "kind", "value", "n", "heads", "due", "coverage", "reason"];
const NUMERIC = new Set(["value", "n", "heads", "due", "coverage"]);

/** Nodes that pass the filters, in the order chosen; missing always comes last, whichever way it is sorted. */
function tableOrder() {
  const wanted = state.filter.trim().toLowerCase();
  const nodes = [];
  for (let node = 0; node < LISTED; node += 1) {
    if (!state.kinds.has(KIND[node])) continue;
    if (wanted && !fullNameOf(node).toLowerCase().includes(wanted)) continue;
    nodes.push(node);
  }
  const { by, up } = state.sort;
  const collator = new Intl.Collator(language, { numeric: true });
  const cells = new Map(nodes.map((node) => [node, cellOf(node, by)]));
  const compare = NUMERIC.has(by) ? (left, right) => left - right : (left, right) => collator.compare(left, right);
  return nodes.sort((one, other) => {
    const [left, right] = [cells.get(one), cells.get(other)];
    if (left === null || right === null) return (left === null) - (right === null) || one - other;
    return (up ? compare(left, right) : compare(right, left)) || one - other;
  });
}

function cellOf(node, by) {
  if (by === "name") return nameOf(node);
  if (by === "kind") return kindWord(node);
  const found = reading(state.metric, state.period, node);
  if (by === "reason") return found.reason ? reasonWord(found.reason) : null;
  return found[by];
}

function drawTable() {
  const order = tableOrder();
  const pages = Math.max(Math.ceil(order.length / PAGE), 1);
  state.page = Math.min(Math.max(state.page, 0), pages - 1);
  const begin = state.page * PAGE;
  const classes = classesOf(state.metric, state.period);
  fill("rows", ...order.slice(begin, begin + PAGE).map((node) => rowOf(node, classes)));
  drawHeaders();
  const last = Math.min(begin + PAGE, order.length);
  const counts = { first: whole(begin + 1), last: whole(last), all: whole(order.length) };
  byId("table-count").textContent = order.length ? t("table.count", counts) : t("table.none");
  byId("page-before").disabled = state.page === 0;
  byId("page-after").disabled = state.page >= pages - 1;
  byId("table-caption").textContent = captionOf();
}

function captionOf() {
  const period = DATA.periods.length > 1 ? `, ${DATA.periods[state.period].label}` : "";
  return `${labelOf(state.metric)}${period}`;
}

function rowOf(node, classes) {
  const found = reading(state.metric, state.period, node);
  const chosen = node === state.node;
  const attributes = { type: "button", class: "node", "data-key": `row-${node}`, "aria-pressed": String(chosen) };
  const choose = el("button", { ...attributes, onclick: () => select(node, true) }, nameOf(node));
  const id = DATA.nodes.name[node] === null ? null : el("span", { class: "id" }, DATA.nodes.id[node]);
  const value = found.value === null ? el("span", { class: "quiet" }, "—") : shown(found.value, state.metric);
  const cells = {
    kind: kindWord(node),
    value: el("span", { class: "figure" }, swatch(classOf(classes, found.value)), value),
    n: whole(found.n),
    heads: whole(found.heads),
    due: whole(found.due),
    coverage: percent(found.coverage),
    reason: found.reason ? reasonWord(found.reason) : "",
  };
  const data = Object.entries(cells).map(([name, cell]) => {
    const look = NUMERIC.has(name) ? `${name} number` : name;
    return el("td", { role: "cell", class: look, "data-name": t(`column.${name}`) }, cell);
  });
  const head = el("th", { scope: "row", role: "rowheader" }, choose, id);
  return el("tr", { class: chosen ? "chosen" : null, role: "row" }, head, ...data);
}

function drawHeaders() {
  fill("headers", ...COLUMNS.map(headerOf));
}

function headerOf(name) {
  const sorted = state.sort.by === name ? (state.sort.up ? "ascending" : "descending") : "none";
  const sign = { ascending: "▲", descending: "▼", none: "" }[sorted];
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, sign);
  const attributes = { type: "button", "data-key": `sort-${name}`, title: t(`column.${name}.hint`) };
  const button = el("button", { ...attributes, onclick: () => sortBy(name) }, t(`column.${name}`), arrow);
  const look = NUMERIC.has(name) ? "number" : null;
  return el("th", { scope: "col", role: "columnheader", "aria-sort": sorted, class: look }, button);
}

function sortBy(name) {
  const turned = state.sort.by === name;
  // numbers are first wanted from the greatest down
  state.sort = { by: name, up: turned ? !state.sort.up : !NUMERIC.has(name) };
  state.page = 0;
  keepingFocus(drawTable);
  say(t("said.sorted", { column: t(`column.${name}`), order: t(state.sort.up ? "said.up" : "said.down") }));
}

function turnPage(by) {
  state.page += by;
  keepingFocus(drawTable);
}
