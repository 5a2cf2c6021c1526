// What is written on an area of the map: as much of the name as can be read there, and the figure.
const LINE_HEIGHT = 17;
const LETTER_WIDTH = 7.1;
const MOST_NAME_LINES = 3;

/** Heights of areas in pixels: each holds its own weight and those of the areas inside it. */
function heights(weights) {
  const sums = [...weights];
  const place = new Map(sectors.map((sector, at) => [sector.path, at]));
  for (let at = sectors.length - 1; at > 0; at -= 1) sums[place.get(sectors[at].parent)] += sums[at];
  return sums.map((sum) => (sum / sums[0]) * byId("map").clientHeight);
}

/** Text of an area of some height; nothing where it could not be read. */
function sectorText(sector, value, height) {
  const lines = Math.min(Math.floor(height / LINE_HEIGHT + 0.15), MOST_NAME_LINES);
  if (lines < 1) return "";
  if (sector.more) return escaped(t("map.more", { count: whole(sector.more) }));
  const figure = value === null ? t("missing.short") : shown(value, state.metric);
  const name = nameOf(sector.node) + (isShared(sector.node) ? " †" : "");
  const width = Math.floor(byId("map").clientWidth / levelsShown() / LETTER_WIDTH) - 2;
  const written = wrapped(name, width, lines, figure.length + 2).map((line) => `\u00a0${escaped(line)}`);
  return `${written.join("<br>")}  <b>${escaped(figure)}</b>`;
}

/** A name in at most so many lines, the last of which leaves room for the figure. */
function wrapped(name, width, most, beside) {
  const lines = [];
  let rest = name;
  while (lines.length < most - 1 && rest.length > width - beside) {
    const space = rest.slice(0, width + 1).lastIndexOf(" ");
    if (space <= 0) break;
    lines.push(rest.slice(0, space));
    rest = rest.slice(space + 1);
  }
  return [...lines, shortened(rest, Math.max(width - beside, 6))];
}

/** A name without its middle: names of one organization often begin alike and differ at their end. */
function shortened(name, room) {
  if (name.length <= room) return name;
  const end = Math.ceil((room - 1) * 0.55);
  return `${name.slice(0, room - 1 - end).trimEnd()}…${name.slice(-end).trimStart()}`;
}
