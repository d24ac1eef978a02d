// Who toured with whom and met whom: a network, and the same pairs as a table.

const MOST_PAIRS = 90;
const people = { width: 0, height: 0 };

/** Pairs of a visitor and a companion or host, by the number of reports that show them together. */
function pairsOf(visible) {
  const pairs = new Map();
  const note = (visitor, other, part, document) => {
    if (visitor === other) return;
    const key = `${visitor}/${other}/${part}`;
    if (!pairs.has(key)) pairs.set(key, { visitor, other, part, reports: new Set() });
    pairs.get(key).reports.add(document);
  };
  for (const stop of visible) {
    for (const visitor of stop.visitors) {
      for (const companion of stop.companions) note(visitor, companion, COMPANION, stop.document);
      for (const host of [...stop.hosts, ...stop.document.hosts]) note(visitor, host, HOST, stop.document);
    }
  }
  return [...pairs.values()].sort((a, b) => b.reports.size - a.reports.size || a.visitor - b.visitor || a.other - b.other);
}

function peopleData(pairs) {
  const nodes = new Map();
  const node = (person) => {
    if (!nodes.has(person)) nodes.set(person, { index: nodes.size, key: entities[person].id, person, reports: new Set(), part: null });
    return nodes.get(person);
  };
  const links = pairs.map(({ visitor, other, part, reports }) => {
    const [from, to] = [node(visitor), node(other)];
    from.part = VISITOR;
    to.part = to.part ?? part;
    for (const one of [from, to]) for (const report of reports) one.reports.add(report);
    return { source: from.index, target: to.index, met: part === HOST, weight: Math.min(5, 0.8 + reports.size * 0.5) };
  });
  return {
    links,
    nodes: [...nodes.values()].map(({ key, person, reports, part }) => ({
      key,
      part,
      label: nameOf(person),
      size: 46 + 40 * Math.min(12, reports.size),
      rank: reports.size + (part === VISITOR ? 100 : 0),
      chosen: state.person === key || state.visitor === key,
      describe: `${nameOf(person)} · ${t(`part.${part}`)} · ${t("count.reports", { n: reports.size })}`,
    })),
  };
}

const byPart = (visitor, companion, host) => [{ test: "datum.part === 0", value: visitor }, { test: "datum.part === 1", value: companion }, { value: host }];

/** Names where there is room for them: those of visitors first, and over other marks rather than not at all. */
function peopleNames(name, test, avoid) {
  return {
    type: "text",
    name,
    from: { data: "persons" },
    aria: false,
    interactive: false,
    encode: {
      update: {
        text: { signal: `${test.replace("datum", "datum.datum")} ? datum.datum.label : ''` },
        fontSize: { value: 11.5 },
        fontWeight: { value: name === "visitors" ? 600 : 400 },
        fill: { value: INK },
        limit: { value: 170 },
      },
    },
    transform: [
      {
        type: "label",
        size: [people.width, people.height],
        anchor: ["right", "left", "bottom", "top", "bottom-right", "top-right", "bottom-left", "top-left"],
        offset: [3],
        sort: { field: "datum.rank", order: "descending" },
        ...avoid,
      },
    ],
  };
}

function peopleSpec({ nodes, links }) {
  const spread = Math.sqrt((people.width * people.height) / Math.max(1, nodes.length));
  return {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    width: people.width,
    height: people.height,
    padding: 0,
    autosize: "none",
    signals: [{ name: "focused", value: null }],
    data: [
      { name: "pairs", values: links },
      {
        name: "people",
        values: nodes.map((node) => ({ ...node, middle: people.width / 2, centre: people.height / 2 })), // the forces take fields only
        transform: [
          {
            type: "force",
            static: true,
            iterations: 250,
            forces: [
              { force: "center", x: people.width / 2, y: people.height / 2 },
              { force: "collide", radius: Math.min(22, spread / 3) },
              { force: "nbody", strength: -Math.min(160, spread * 2.2), distanceMax: people.width / 2 },
              { force: "x", x: "middle", strength: 0.06 },
              { force: "y", y: "centre", strength: 0.14 },
              { force: "link", links: "pairs", distance: Math.min(90, Math.max(26, spread * 0.8)) },
            ],
          },
          { type: "formula", as: "x", expr: `clamp(datum.x, 14, ${people.width - 14})` },
          { type: "formula", as: "y", expr: `clamp(datum.y, 14, ${people.height - 14})` },
        ],
      },
    ],
    marks: [
      {
        type: "rule",
        from: { data: "pairs" },
        aria: false,
        interactive: false,
        encode: {
          update: {
            x: { field: "source.x" },
            y: { field: "source.y" },
            x2: { field: "target.x" },
            y2: { field: "target.y" },
            stroke: [{ test: "datum.met", value: "#c98a00" }, { value: "#5d8f7d" }],
            strokeDash: [{ test: "datum.met", value: [4, 3] }, { value: [1, 0] }],
            strokeWidth: { field: "weight" },
            strokeOpacity: { value: 0.6 },
          },
        },
      },
      {
        type: "symbol",
        name: "persons",
        from: { data: "people" },
        encode: {
          update: {
            x: { field: "x" },
            y: { field: "y" },
            size: { field: "size" },
            shape: byPart("circle", "square", "diamond"),
            fill: [{ test: "datum.chosen", value: RED }, ...byPart(BLUE, "#00785a", "#b27700")],
            stroke: focusedStroke({ value: "#ffffff" }),
            strokeWidth: [{ test: "datum.key === focused", value: 3 }, { value: 1.2 }],
            cursor: { value: "pointer" },
            tooltip: { field: "describe" },
            description: { field: "describe" },
          },
        },
      },
      peopleNames("visitors", "datum.part === 0", { avoidBaseMark: false, avoidMarks: [] }),
      peopleNames("others", "datum.part !== 0", { avoidMarks: ["visitors"] }),
    ],
  };
}

const peopleChart = new Chart(byId("people"), "persons", ({ key }) => change({ person: state.person === key ? null : key }));

async function showPeople(visible) {
  const host = byId("people");
  const pairs = pairsOf(visible);
  const kept = pairs.slice(0, MOST_PAIRS);
  host.hidden = !kept.length;
  byId("pairs").closest("details").hidden = !kept.length;
  fill(byId("people-note"), kept.length ? t("people.note") : t("people.none"), pairs.length > kept.length ? ` ${t("people.more", { n: kept.length, all: pairs.length })}` : "");
  fill(
    byId("pairs"),
    make("caption", { class: "unseen" }, t("people")),
    make("thead", {}, make("tr", {}, ["part.0", "people.other", "people.how", "people.reports"].map((key) => make("th", { scope: "col" }, t(key))))),
    make("tbody", {}, kept.map(({ visitor, other, part, reports }) => make("tr", {}, make("td", {}, nameOf(visitor)), make("td", {}, nameOf(other)), make("td", {}, t(`part.${part}`)), make("td", {}, String(reports.size))))),
  );
  if (!kept.length) return;
  const drawn = peopleData(kept);
  Object.assign(people, { width: host.clientWidth, height: Math.round(Math.min(520, Math.max(220, 90 + drawn.nodes.length * 6))) });
  await peopleChart.draw(peopleSpec(drawn));
  peopleChart.items = drawn.nodes;
  peopleChart.at = -1;
}
