// What the page was given: one JSON island, with its columns unpacked when somebody first looks at them.
const DATA = JSON.parse(document.getElementById("data").textContent);
const KIND = DATA.nodes.kind;
const LISTED = DATA.listed;
const STRUCTURE = DATA.structure;
const unpacked = new Map();

/** Unpack a column: a plain list, or {size, fill, gaps, values} where most cells are alike. */
function column(place) {
  if (!unpacked.has(place)) unpacked.set(place, unpack(DATA.columns[place]));
  return unpacked.get(place);
}

function unpack(packed) {
  if (Array.isArray(packed)) return packed;
  const cells = new Array(packed.size).fill(packed.fill);
  let at = -1;
  packed.gaps.forEach((gap, place) => {
    at += gap;
    cells[at] = packed.values[place];
  });
  return cells;
}

/** One reading, or null for a node whose readings are only in the files beside this page. */
function reading(metric, period, node) {
  if (node >= LISTED) return null;
  const places = DATA.metrics[metric].readings[period];
  const due = column(places.due)[node];
  const n = column(places.n)[node];
  return {
    value: column(places.value)[node],
    n,
    heads: column(places.heads)[node],
    due,
    coverage: due > 0 ? n / due : null,
    reason: column(places.reason)[node],
  };
}

function nameOf(node) {
  return DATA.nodes.name[node] ?? DATA.nodes.id[node];
}

/** The name with the id behind it where they differ: names repeat, ids do not. */
function fullNameOf(node) {
  const name = DATA.nodes.name[node];
  return name === null ? DATA.nodes.id[node] : `${name} (${DATA.nodes.id[node]})`;
}

const trees = new Map();

/** The structure on the day a period is drawn for: children, parents and a first way up for each node. */
function treeOf(period) {
  const place = DATA.periods[period].tree;
  if (!trees.has(place)) trees.set(place, linked(DATA.trees[place]));
  return trees.get(place);
}

function linked(tree) {
  const children = new Map();
  const parents = new Map();
  const childOf = column(tree.child);
  column(tree.parent).forEach((parent, place) => {
    const child = childOf[place];
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(child);
    if (!parents.has(child)) parents.set(child, []);
    parents.get(child).push(parent);
  });
  const people = column(tree.people);
  const up = firstWaysUp(tree.root, children);
  return { day: tree.day, root: tree.root, children, parents, up, people, size: sizes(up, people) };
}

/** Breadth first, so each node is met once however many ways lead to it. */
function firstWaysUp(root, children) {
  const up = new Map([[root, null]]);
  const waiting = [root];
  for (let at = 0; at < waiting.length; at += 1) {
    for (const child of children.get(waiting[at]) ?? []) {
      if (!up.has(child)) {
        up.set(child, waiting[at]);
        waiting.push(child);
      }
    }
  }
  return up;
}

/** People tied in at a node and below it along first ways: never counts a path twice, so never explodes. */
function sizes(up, people) {
  const size = new Map();
  for (const node of up.keys()) size.set(node, people[node]);
  for (const node of [...up.keys()].reverse()) {
    const parent = up.get(node);
    if (parent !== null) size.set(parent, size.get(parent) + size.get(node));
  }
  return size;
}

/** Nodes from the top to a node along its first way; empty where the structure of that day does not hold it. */
function wayTo(tree, node) {
  if (!tree.up.has(node)) return [];
  const way = [];
  for (let at = node; at !== null; at = tree.up.get(at)) way.push(at);
  return way.reverse();
}
