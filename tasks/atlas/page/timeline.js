// Tours over time, a row per visitor; dragging over days narrows to them.

const DAY = 86400000;
const FEW_ROWS = 12;
const MOST_ROWS = 150;
const timeline = { all: false };

function timelineSpec(width) {
  return {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    width,
    padding: { left: 0, right: 12, top: 2, bottom: 2 },
    autosize: { type: "fit-x", contains: "padding" },
    signals: [
      { name: "focused", value: null },
      { name: "room", value: 140 },
      { name: "rows", value: 1 },
      { name: "first", value: 0 },
      { name: "last", value: 1 },
      { name: "height", update: "rows * 24" },
      {
        name: "span",
        value: null,
        on: [
          { events: "@ground:pointerdown", update: "[x(), x()]" },
          { events: "[@ground:pointerdown, window:pointerup] > window:pointermove", update: "[span[0], clamp(x(), 0, width)]" },
        ],
      },
      { name: "ended", value: null, on: [{ events: "window:pointerup", update: "span ? [invert('x', min(span[0], span[1])), invert('x', max(span[0], span[1])), abs(span[1] - span[0])] : null" }] },
    ],
    data: [
      { name: "tours", values: [] },
      { name: "visitors", values: [] },
    ],
    scales: [
      { name: "x", type: "utc", domain: { signal: "[first, last]" }, range: "width" },
      { name: "y", type: "band", domain: { data: "visitors", field: "key" }, range: "height", paddingInner: 0.3, paddingOuter: 0.15 },
      { name: "name", type: "ordinal", domain: { data: "visitors", field: "key" }, range: { data: "visitors", field: "label" } },
    ],
    axes: [
      {
        scale: "x",
        orient: "top",
        grid: true,
        gridColor: "#e7e9ec",
        domain: false,
        tickColor: "#c5cbd0",
        labelColor: FAINT,
        labelFontSize: 11,
        labelFlush: true,
        tickCount: { signal: "max(2, floor(width / 80))" },
        formatType: "utc",
        format: { year: "%Y", quarter: "%Y-%m", month: "%Y-%m", week: "%m-%d", date: "%m-%d", hours: " ", minutes: " " },
      },
      {
        scale: "y",
        orient: "left",
        domain: false,
        ticks: false,
        labelPadding: 8,
        labelColor: INK,
        labelFontSize: 12,
        labelLimit: { signal: "room - 10" },
        minExtent: { signal: "room" },
        maxExtent: { signal: "room" },
        encode: { labels: { update: { text: { signal: "scale('name', datum.value)" } } } },
      },
    ],
    marks: [
      {
        type: "rect",
        name: "ground",
        aria: false,
        encode: {
          update: { x: { value: 0 }, y: { value: 0 }, width: { signal: "width" }, height: { signal: "height" }, fill: { value: "transparent" }, cursor: { value: "crosshair" } },
        },
      },
      {
        type: "rect",
        aria: false,
        interactive: false,
        encode: {
          update: {
            x: { signal: "span ? min(span[0], span[1]) : 0" },
            x2: { signal: "span ? max(span[0], span[1]) : 0" },
            y: { value: 0 },
            height: { signal: "height" },
            fill: { value: BLUE },
            fillOpacity: { signal: "span ? 0.14 : 0" },
          },
        },
      },
      {
        type: "rect",
        name: "bars",
        from: { data: "tours" },
        encode: {
          update: {
            x: { signal: "scale('x', datum.first) - 1" },
            x2: { signal: "max(scale('x', datum.last), scale('x', datum.first) + 6)" },
            y: { scale: "y", field: "visitor" },
            height: { scale: "y", band: 1 },
            cornerRadius: { value: 3 },
            fill: [{ test: "datum.chosen", value: RED }, { value: BLUE }],
            fillOpacity: [{ test: "datum.chosen", value: 1 }, { value: 0.62 }],
            stroke: focusedStroke({ value: "#ffffff" }),
            strokeWidth: [{ test: "datum.key === focused", value: 2.5 }, { value: 0.5 }],
            cursor: { value: "pointer" },
            tooltip: { field: "describe" },
            description: { field: "describe" },
          },
        },
      },
    ],
  };
}

const timelineChart = new Chart(byId("timeline"), "bars", ({ stop }) => change({ stop }));

/** A bar per visitor and tour; visitors with the most tours first. */
function timelineData(visible) {
  const rows = new Map();
  const chosen = chosenStop()?.document;
  for (const stop of visible) {
    if (!stop.from) continue;
    for (const visitor of stop.visitors) {
      if (!rows.has(visitor)) rows.set(visitor, new Map());
      const tours = rows.get(visitor);
      if (!tours.has(stop.document)) tours.set(stop.document, []);
      tours.get(stop.document).push(stop);
    }
  }
  const first = (tours) => Math.min(...[...tours.values()].flat().map(({ from }) => Date.parse(from)));
  const ordered = [...rows].sort(([, a], [, b]) => b.size - a.size || first(a) - first(b));
  const kept = ordered.slice(0, timeline.all ? MOST_ROWS : FEW_ROWS);
  const tours = kept.flatMap(([visitor, some]) =>
    [...some].map(([document, of]) => {
      const from = of.map((stop) => stop.from).sort()[0];
      const to = of.map((stop) => stop.to).sort().at(-1);
      return {
        key: `${visitor}/${document.index}`,
        visitor: entities[visitor].id,
        first: Date.parse(from),
        last: Date.parse(to) + DAY,
        stop: of[0].id,
        chosen: document === chosen,
        describe: [daysOf(from, to), nameOf(visitor), t("count.stops", { n: of.length }), titleOf(document)].join(" · "),
      };
    }),
  );
  tours.sort((a, b) => Number(a.chosen) - Number(b.chosen) || a.first - b.first);
  return { all: ordered.length, visitors: kept.map(([visitor]) => ({ key: entities[visitor].id, label: nameOf(visitor) })), tours };
}

async function showTimeline(visible) {
  const host = byId("timeline");
  const { all, visitors, tours } = timelineData(visible);
  const undated = visible.filter(({ from }) => !from).length;
  const more = byId("timeline-more");
  more.hidden = all <= FEW_ROWS;
  more.textContent = timeline.all ? t("fewer") : t("timeline.more", { n: Math.min(all, MOST_ROWS) });
  fill(byId("timeline-note"), tours.length ? t("timeline.note") : t("timeline.none"), undated ? ` ${t("timeline.undated", { n: undated })}` : "");
  host.hidden = !tours.length;
  if (!tours.length) return;
  if (!timelineChart.view) {
    const view = await timelineChart.draw(timelineSpec(host.clientWidth));
    view.addSignalListener("ended", (_, span) => {
      if (!span) return;
      view.signal("span", null).runAsync();
      if (span[2] < 5) return;
      const [since, until] = span.map((time) => new Date(time).toISOString().slice(0, 10));
      change({ since, until });
    });
  }
  const first = Math.min(...tours.map((tour) => tour.first));
  const last = Math.max(...tours.map((tour) => tour.last));
  const margin = Math.max(2 * DAY, (last - first) * 0.02);
  const view = timelineChart.view;
  view.width(host.clientWidth).data("visitors", visitors).data("tours", tours);
  view.signal("room", isPhone() ? 110 : 190).signal("rows", visitors.length).signal("first", first - margin).signal("last", last + margin);
  timelineChart.items = [...tours].sort((a, b) => a.first - b.first);
  timelineChart.at = -1;
  await view.runAsync();
}
