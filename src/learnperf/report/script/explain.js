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
  const formula = lines.formulas[column(lines.formula)[place]];
  return { lines: found, total, n: column(lines.totalN)[place], names, formula };
}

/** The explanation of a reading: a note, and its lines or those of the metrics it is made of. */
function explained(metric, period, node) {
  const about = DATA.metrics[metric];
  const note = el("p", { class: "note" }, noteOf(about));
  if (about.parts.length === 0) return [note, linesBlock(metric, period, node)];
  return [note, ...about.parts.map((part) => partOf(part, period, node))];
}

function partOf(part, period, node) {
  const found = reading(part, period, node);
  const because = () => t("missing.because", { reason: reasonWord(found.reason) });
  const value = el("span", { class: "part-value" }, found.value === null ? because() : shown(found.value, part));
  return el("section", { class: "part" }, el("h4", {}, labelOf(part), " ", value), ...explained(part, period, node));
}

function noteOf(about) {
  return t(`note.${about.note}`, { grain: about.grain === null ? "" : t(`kind.${about.grain}`) });
}

function linesBlock(metric, period, node) {
  const found = reading(metric, period, node);
  if (node >= STRUCTURE) return el("p", { class: "quiet" }, t("explain.learner", { count: whole(found.n) }));
  const { leaf } = DATA.metrics[metric];
  const all = DATA.metrics[leaf].lines === null ? null : linesOf(leaf, period, node);
  if (all === null) {
    const why = found.n > 0 || found.due > 0 ? "explain.left-out" : "explain.nothing";
    return el("p", { class: "quiet" }, t(why));
  }
  const label = t("explain.table", { metric: labelOf(metric) });
  const frame = { class: "scroll", role: "region", tabindex: "0", "aria-label": label };
  const table = el("div", frame, linesTable(leaf, all, label));
  return el("div", {}, table, formulaOf(all, leaf, reading(leaf, period, node).value));
}

/** The arithmetic from the sums to what they read as, written out; nothing where the sum is the reading. */
function formulaOf(all, metric, value) {
  const { sentence, numbers } = all.formula;
  if (sentence === null || value === null) return null;
  const sums = Object.entries(all.total).map(([name, sum]) => [name, shownState(sum, name, metric)]);
  const given = Object.entries(numbers).map(([name, number]) => [name, plain(number)]);
  const parts = Object.fromEntries([...sums, ...given]);
  return el("p", { class: "note formula" }, t(sentence, { ...parts, reading: shown(value, metric) }));
}

function linesTable(metric, all, label) {
  const adds = new Set(DATA.metrics[metric].adds);
  return el(
    "table",
    { class: "lines" },
    el("caption", { class: "hidden" }, label),
    el("thead", {}, headOf(all)),
    el("tbody", {}, ...all.lines.map((line) => lineRow(line, metric, all, adds))),
    el("tfoot", {}, sumRow(all, adds, metric)),
  );
}

function headOf(all) {
  const fixed = [
    el("th", { scope: "col" }, t("explain.from")),
    el("th", { scope: "col", class: "number" }, t("column.n")),
    el("th", { scope: "col", class: "number" }, t("explain.alone")),
  ];
  // columns of states that only their makers know keep their own names
  const words = all.names.map((name) => (name in all.formula.heads ? t(all.formula.heads[name]) : name));
  const heads = words.map((word) => el("th", { scope: "col", class: "number state" }, word));
  return el("tr", {}, ...fixed, ...heads);
}

function lineRow(line, metric, all, adds) {
  const cells = all.names.map((name) => {
    // what does not add up has nothing to take back
    const text = line.kind === OVERLAP && !adds.has(name) ? "" : shownState(line.state[name], name, metric);
    return el("td", { class: "number state" }, text);
  });
  return el(
    "tr",
    { class: ["own", "child", "more", "overlap"][line.kind] },
    el("th", { scope: "row" }, sourceOf(line)),
    el("td", { class: "number" }, whole(line.n)),
    el("td", { class: "number" }, shown(line.value, metric)),
    ...cells,
  );
}

function sumRow(all, adds, metric) {
  const cells = all.names.map((name) => {
    const text = adds.has(name) ? shownState(sumOf(all.lines, (line) => line.state[name]), name, metric) : "";
    return el("td", { class: "number state" }, text);
  });
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, t("explain.sum"), checkOf(all, adds)),
    el("td", { class: "number" }, whole(sumOf(all.lines, (line) => line.n))),
    el("td", {}),
    ...cells,
  );
}

/** Whole numbers of any size: the sums must be exact. */
function sumOf(lines, number) {
  return lines.reduce((sum, line) => sum + BigInt(number(line)), 0n);
}

/** Whether the lines add up to the node's own state, worked out here and not taken on trust. */
function checkOf(all, adds) {
  const sameState = [...adds].every((name) => sumOf(all.lines, (line) => line.state[name]) === BigInt(all.total[name]));
  const fine = sameState && sumOf(all.lines, (line) => line.n) === BigInt(all.n);
  return el("span", { class: fine ? "check" : "check wrong" }, t(fine ? "explain.equal" : "explain.unequal"));
}

function sourceOf(line) {
  if (line.kind === OWN) return t("explain.own");
  if (line.kind === OVERLAP) return t("explain.overlap");
  if (line.kind === MORE) return t("explain.more", { count: whole(line.source) });
  // a learner beyond the table has a name here and no readings to show
  return line.source >= LISTED ? nameOf(line.source) : nodeButton(line.source, "link", `line-${line.source}`);
}
