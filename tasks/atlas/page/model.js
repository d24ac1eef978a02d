// The data, joined: every stop with its document, people and places, and which stops the state leaves.

const data = JSON.parse(byId("data").textContent);
const { entities, documents, stops, divisions } = data;
const VISITOR = 0;
const COMPANION = 1;
const HOST = 2;

documents.forEach((document, index) => {
  document.index = index;
  document.stops = [];
  document.hosts = document.participants.filter(([part, , stop]) => part === HOST && stop === null).map(([, person]) => person);
});
const stopById = new Map();
stops.forEach((stop, index) => {
  stop.index = index;
  stop.themes = [];
  stop.document = documents[stop.document];
  stop.document.stops.push(stop);
  const told = (part) => [
    ...new Set(
      stop.document.participants
        .filter(([of, , at]) => of === part && (at === index || (at === null && part !== HOST)))
        .map(([, person]) => person),
    ),
  ];
  [stop.visitors, stop.companions, stop.hosts] = [told(VISITOR), told(COMPANION), told(HOST)];
  stop.depth = stop.divisions.length ? divisions[stop.divisions.at(-1)].kind : null;
  stop.at = stop.point?.join(",");
  stopById.set(stop.id, stop);
});
for (const [stop, dimension, theme, paragraph] of data.themes) {
  stops[stop].themes.push({ dimension, theme, paragraph: `${stops[stop].document.index}/${paragraph}` });
}
const entityIndex = new Map(entities.map((entity, index) => [entity.id, index]));

const chosenStop = () => stopById.get(state.stop) ?? null;

function searched(stop) {
  const people = [...stop.visitors, ...stop.companions, ...stop.hosts].flatMap((person) => [entities[person].en, entities[person].zh]);
  const places = stop.divisions.flatMap((division) => [divisions[division].en, divisions[division].zh]);
  return [stop.place, stop.document.title ?? "", ...people, ...places].join("\n").toLowerCase();
}

/** The stops that the state leaves; with `except`, as if those keys were not set. */
function visibleStops(except = []) {
  const wanted = Object.fromEntries(NARROWING.filter((key) => !except.includes(key)).map((key) => [key, state[key]]));
  const visitor = entityIndex.get(wanted.visitor) ?? -1;
  const person = entityIndex.get(wanted.person) ?? -1;
  const words = wanted.q?.toLowerCase();
  return stops.filter(
    (stop) =>
      (!wanted.visitor || stop.visitors.includes(visitor)) &&
      (!wanted.person || [stop.visitors, stop.companions, stop.hosts, stop.document.hosts].some((some) => some.includes(person))) &&
      (!wanted.place || stop.divisions.includes(wanted.place)) &&
      (!wanted.theme || stop.themes.some(({ dimension, theme }) => `${dimension}/${theme}` === wanted.theme)) &&
      (!wanted.since || (stop.to !== null && stop.to >= wanted.since)) &&
      (!wanted.until || (stop.from !== null && stop.from <= wanted.until)) &&
      (!wanted.at || stop.at === wanted.at) &&
      (!words || searched(stop).includes(words)),
  );
}

/** Groups in the order in which their first member comes. */
function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const byTime = (a, b) => (a.from ?? "9999").localeCompare(b.from ?? "9999") || a.document.index - b.document.index || a.index - b.index;
const inOrder = (some) => [...some].sort(byTime);
