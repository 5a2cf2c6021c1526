// The map: an icicle of a few levels below the node in focus. Only what is seen is laid out, so a structure with any
// number of ways through it costs the same; a node with several parents stands under each of them.
const MOST_CHILDREN = 48;
const MOST_SECTORS = 700;
let sectors = [];

function levelsShown() {
  return byId("map").clientWidth < 560 ? 2 : 3;
}

/** Lay the window out: breadth first from the focus, so what is left out is what lies deepest. */
function windowOf(tree, focus) {
  const found = [{ path: String(focus), node: focus, parent: "", depth: 0, more: 0 }];
  for (let at = 0; at < found.length; at += 1) {
    const here = found[at];
    const children = here.more || here.depth + 1 >= levelsShown() ? [] : (tree.children.get(here.node) ?? []);
    const room = Math.min(MOST_CHILDREN, Math.max(MOST_SECTORS - found.length - 1, 0));
    for (const child of children.slice(0, room)) {
      found.push({ path: `${here.path}/${child}`, node: child, parent: here.path, depth: here.depth + 1, more: 0 });
    }
    if (children.length > room) {
      const rest = { path: `${here.path}/more`, node: here.node, parent: here.path, depth: here.depth + 1 };
      found.push({ ...rest, more: children.length - room });
    }
  }
  return found;
}

function weightOf(tree, sector, inner) {
  if (state.width === "equal") return inner ? 0 : 1;
  if (sector.more) return 1;
  // one more than the people, so that a node without any is still seen
  return inner ? tree.people[sector.node] : tree.size.get(sector.node) + 1;
}

/** The plotting library reads a few tags in text: a name must not become one. */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function isShared(node) {
  return (treeOf(state.period).parents.get(node) ?? []).length > 1;
}

function hoverText(sector) {
  if (sector.more) return escaped(t("map.more.hint"));
  const found = reading(state.metric, state.period, sector.node);
  const lines = [`<b>${escaped(fullNameOf(sector.node))}</b>`, escaped(spokenReading(found))];
  if (isShared(sector.node)) lines.push(escaped(alsoIn(sector.node)));
  return lines.join("<br>");
}

function alsoIn(node) {
  const parents = (treeOf(state.period).parents.get(node) ?? []).map(nameOf);
  return t("map.also", { parents: parents.join(", ") });
}

function spokenReading(found) {
  const label = labelOf(state.metric);
  if (found.value === null) return `${label}: ${t("missing.because", { reason: reasonWord(found.reason) })}`;
  return `${label}: ${shown(found.value, state.metric)} · ${t("column.n")} ${whole(found.n)}`;
}

function drawMap() {
  const tree = treeOf(state.period);
  const classes = classesOf(state.metric, state.period);
  sectors = windowOf(tree, state.focus);
  const looks = looksOf(tree, classes);
  const layout = {
    margin: { t: 0, r: 0, b: 0, l: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: themed("--ink") },
    hoverlabel: { font: { size: 13 }, align: "left" },
  };
  const options = { displayModeBar: false, responsive: true };
  Plotly.react("plot", [traceOf(looks)], layout, options).then(listenToMap);
  drawLegend(classes, state.metric);
  drawCrumbs(tree);
  drawMapNotes(tree);
}

/** How each area looks: its weight and height, its value's class, and whether it is the one chosen. */
function looksOf(tree, classes) {
  const inner = new Set(sectors.map((sector) => sector.parent));
  const weights = sectors.map((sector) => weightOf(tree, sector, inner.has(sector.path)));
  const tall = heights(weights);
  return sectors.map((sector, at) => {
    const value = sector.more ? null : reading(state.metric, state.period, sector.node).value;
    const one = classOf(classes, value);
    const chosen = !sector.more && sector.node === state.node;
    const text = sectorText(sector, value, tall[at]);
    return { weight: weights[at], height: tall[at], one, chosen, hatched: one === null && !sector.more, text };
  });
}

function traceOf(looks) {
  const font = { size: 13, color: looks.map((look) => look.one?.ink ?? themed("--ink")) };
  return {
    type: "icicle",
    ids: sectors.map((sector) => sector.path),
    parents: sectors.map((sector) => sector.parent),
    labels: sectors.map((sector) => sector.path),
    values: looks.map((look) => look.weight),
    text: looks.map((look) => look.text),
    hovertext: sectors.map(hoverText),
    textinfo: "text",
    hoverinfo: "text",
    branchvalues: "remainder",
    sort: false,
    tiling: { orientation: "h" },
    pathbar: { visible: false },
    insidetextfont: font,
    // the library counts the text of the topmost area as outside of it
    outsidetextfont: font,
    textposition: "middle left",
    root: { color: themed("--paper") },
    leaf: { opacity: 1 },
    marker: markerOf(looks),
  };
}

function markerOf(looks) {
  const [blank, hatch] = EMPTY[isDark() ? "dark" : "light"];
  return {
    colors: looks.map((look) => look.one?.colour ?? blank),
    line: {
      color: looks.map((look) => themed(look.chosen ? "--mark" : "--paper")),
      // a border as thick as the area would leave none of it to see
      width: looks.map((look) => (look.chosen ? 4 : look.height < 5 ? 0.25 : 1)),
    },
    pattern: {
      shape: looks.map((look) => (look.hatched ? "/" : "")),
      fgcolor: hatch,
      bgcolor: blank,
      size: 7,
      solidity: 0.22,
    },
  };
}

let listening = false;

function listenToMap(plot) {
  if (listening) return;
  listening = true;
  plot.on("plotly_icicleclick", (event) => {
    const path = event.points[0].id;
    const sector = sectors.find((one) => one.path === path);
    if (sector.more || sector.node === state.node) zoomTo(sector.node);
    else select(sector.node);
    // the library would zoom by itself: the page decides
    return false;
  });
}

function drawCrumbs(tree) {
  const way = wayTo(tree, state.focus);
  const crumbs = way.map((node, place) => {
    const current = place === way.length - 1 ? "true" : null;
    const key = `crumb-${node}`;
    const attributes = { type: "button", class: "crumb", "data-key": key, "aria-current": current };
    return el("li", {}, el("button", { ...attributes, onclick: () => zoomTo(node) }, nameOf(node)));
  });
  // a deep way keeps its top and its end
  fill("crumbs", ...(crumbs.length > 7 ? [crumbs[0], el("li", { class: "gap" }, "…"), ...crumbs.slice(-5)] : crumbs));
  byId("zoom-in").disabled = state.node === state.focus || !(tree.children.get(state.node) ?? []).length;
  byId("zoom-out").disabled = way.length < 2;
}

function drawMapNotes(tree) {
  const notes = [tree.day === null ? t("map.open") : t("map.day", { day: tree.day })];
  const outside = STRUCTURE - tree.up.size;
  if (outside > 0) notes.push(t("map.outside", { count: whole(outside) }));
  if (sectors.some((sector) => !sector.more && isShared(sector.node))) notes.push(t("map.shared"));
  byId("map-notes").textContent = notes.join(" ");
}

function zoomTo(node) {
  state.focus = node;
  select(node);
}

function zoomOut() {
  const way = wayTo(treeOf(state.period), state.focus);
  if (way.length > 1) zoomTo(way[way.length - 2]);
}

/** Arrow keys walk the tree: right is down a level, left is up, up and down are the neighbours. */
function walkMap(event) {
  const tree = treeOf(state.period);
  const children = tree.children.get(state.node) ?? [];
  const up = tree.up.get(state.node) ?? null;
  const beside = up === null ? [state.node] : tree.children.get(up);
  const at = beside.indexOf(state.node);
  const steps = {
    ArrowRight: children[0],
    ArrowLeft: up,
    ArrowDown: beside[at + 1],
    ArrowUp: beside[at - 1],
    Home: beside[0],
    End: beside[beside.length - 1],
  };
  if (event.key === "Enter" && children.length) zoomTo(state.node);
  else if (event.key === "Backspace") zoomOut();
  else if (event.key in steps) {
    if (steps[event.key] !== undefined && steps[event.key] !== null) select(steps[event.key]);
  } else return;
  event.preventDefault();
}
