// The explanation of the node and metric chosen: lines that add up, exactly, to what the node's reading rests on.
const OWN = 0;
const CHILD = 1;
const MORE = 2;
const OVERLAP = 3;
const sections = new Map();

/** Where each group of lines of a metric begins: (node and period in one number) -> [first line, line after, group]. */
function groupsOf(metric) {
  if (!sections.has(metric)) {
    const lines = DATA.metrics[metric].lines;
    const groups = new Map();
    let key = -1;
    let begin = 0;
    const counts = column(lines.count);
    column(lines.gap).forEach((gap, place) => {
      key += gap;
      groups.set(key, [begin, begin + counts[place], place]);
      begin += counts[place];
    });
    sections.set(metric, groups);
  }
  return sections.get(metric);
}

function linesOf(metric, period, node) {
  const lines = DATA.metrics[metric].lines;
  const group = groupsOf(metric).get(node * DATA.periods.length + period);
  if (!group) return null;
  const [begin, end, place] = group;
  const names = Object.keys(lines.state);
  const found = [];
  for (let at = begin; at < end; at += 1) {
    found.push({
      kind: column(lines.kind)[at],
      source: column(lines.source)[at],
      n: column(lines.n)[at],
      value: column(lines.value)[at],
      state: Object.fromEntries(names.map((name) => [name, column(lines.state[name])[at]])),
    });
  }
  const total = Object.fromEntries(Object.entries(lines.total).map(([name, one]) => [name, column(one)[place]]));
  return { lines: found, total, n: column(lines.totalN)[place], names };
}

function drawDetail() {
  const { node, metric, period } = state;
  const found = reading(metric, period, node);
  const tree = treeOf(period);
  const parents = node < STRUCTURE ? (tree.parents.get(node) ?? []) : [];
  const about = [kindWord(node)];
  if (DATA.nodes.name[node] !== null) about.push(DATA.nodes.id[node]);
  const unit = unitWord(metric);
  const value = found.value === null ? el("p", { class: "big none" }, t("missing.none")) : el("p", { class: "big" }, shown(found.value, metric), el("span", { class: "unit" }, unit));
  const reason = found.value === null ? el("p", { class: "because" }, t("missing.because", { reason: reasonWord(found.reason) })) : null;
  fill(
    "detail",
    el("p", { class: "overline" }, about.join(" · ")),
    el("h3", { id: "detail-name", tabindex: "-1" }, nameOf(node)),
    parents.length > 0 ? el("p", { class: "parents" }, t(parents.length > 1 ? "detail.parents" : "detail.parent"), " ", ...namesAsLinks(parents)) : null,
    el("p", { class: "metric" }, labelOf(metric), DATA.periods.length > 1 ? el("span", { class: "quiet" }, ` · ${DATA.periods[period].label}`) : null),
    value,
    reason,
    figures(found),
    trendOf(node, metric),
  );
  fill("explanation", ...explained(metric, period, node));
}

function namesAsLinks(nodes) {
  return nodes.flatMap((node, place) => {
    const link = el("button", { type: "button", class: "link", "data-key": `parent-${node}`, onclick: () => select(node) }, nameOf(node));
    return place ? [", ", link] : [link];
  });
}

function figures(found) {
  const entries = ["n", "heads", "due", "coverage"].map((name) => {
    const text = name === "coverage" ? (found.coverage === null ? "—" : percent(found.coverage)) : whole(found[name]);
    return el("div", {}, el("dt", { title: t(`column.${name}.hint`) }, t(`column.${name}`)), el("dd", {}, text));
  });
  return el("dl", { class: "figures" }, ...entries);
}

function explained(metric, period, node) {
  const about = DATA.metrics[metric];
  const note = el("p", { class: "note" }, noteOf(about));
  if (about.parts.length === 0) return [note, linesBlock(metric, period, node)];
  const parts = about.parts.map((part) => {
    const found = reading(part, period, node);
    const value = found.value === null ? t("missing.because", { reason: reasonWord(found.reason) }) : shown(found.value, part);
    return el("section", { class: "part" }, el("h4", {}, labelOf(part), " ", el("span", { class: "part-value" }, value)), ...explained(part, period, node));
  });
  return [note, ...parts];
}

function noteOf(about) {
  return t(`note.${about.note}`, { grain: about.grain === null ? "" : t(`kind.${about.grain}`) });
}

function linesBlock(metric, period, node) {
  const found = reading(metric, period, node);
  if (node >= STRUCTURE) return el("p", { class: "quiet" }, t("explain.learner", { count: whole(found.n) }));
  const { leaf } = DATA.metrics[metric];
  const all = DATA.metrics[leaf].lines === null ? null : linesOf(leaf, period, node);
  if (all === null) return el("p", { class: "quiet" }, t(found.n > 0 || found.due > 0 ? "explain.left-out" : "explain.nothing"));
  return el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("explain.table", { metric: labelOf(metric) }) }, linesTable(leaf, all));
}

function linesTable(metric, all) {
  const adds = new Set(DATA.metrics[metric].adds);
  const names = all.names;
  const head = [t("explain.from"), t("column.n"), t("explain.alone"), ...names].map((text, place) =>
    el("th", { scope: "col", class: `${place ? "number" : ""}${place > 2 ? " state" : ""}` }, text),
  );
  const body = all.lines.map((line) =>
    el(
      "tr",
      { class: ["own", "child", "more", "overlap"][line.kind] },
      el("th", { scope: "row" }, sourceOf(line)),
      el("td", { class: "number" }, whole(line.n)),
      el("td", { class: "number" }, line.value === null ? "" : shown(line.value, metric)),
      // what does not add up has nothing to take back
      ...names.map((name) => el("td", { class: "number state" }, line.kind === OVERLAP && !adds.has(name) ? "" : shownState(line.state[name]))),
    ),
  );
  const foot = el(
    "tr",
    {},
    el("th", { scope: "row" }, t("explain.sum"), checkOf(all, adds)),
    el("td", { class: "number" }, whole(sumOf(all.lines.map((line) => line.n)))),
    el("td", {}),
    ...names.map((name) => el("td", { class: "number state" }, adds.has(name) ? shownState(sumOf(all.lines.map((line) => line.state[name]))) : "")),
  );
  return el("table", { class: "lines" }, el("caption", { class: "hidden" }, t("explain.table", { metric: labelOf(metric) })), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body), el("tfoot", {}, foot));
}

/** Whole numbers of any size: the sums must be exact. */
function sumOf(numbers) {
  return numbers.reduce((sum, number) => sum + BigInt(number ?? 0), 0n);
}

/** Whether the lines add up to the node's own state, worked out here and not taken on trust. */
function checkOf(all, adds) {
  const same = sumOf(all.lines.map((line) => line.n)) === BigInt(all.n);
  const alike = all.names.filter((name) => adds.has(name)).every((name) => sumOf(all.lines.map((line) => line.state[name])) === BigInt(all.total[name]));
  const fine = same && alike;
  return el("span", { class: fine ? "check" : "check wrong" }, t(fine ? "explain.equal" : "explain.unequal"));
}

function sourceOf(line) {
  if (line.kind === OWN) return t("explain.own");
  if (line.kind === OVERLAP) return t("explain.overlap");
  if (line.kind === MORE) return t("explain.more", { count: whole(line.source) });
  const name = nameOf(line.source);
  if (line.source >= LISTED) return name;
  return el("button", { type: "button", class: "link", "data-key": `line-${line.source}`, onclick: () => select(line.source) }, name);
}
