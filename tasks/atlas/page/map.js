// The map: outlines, places sized by their stops, and routes in order.

const SHRINK = Math.PI / 180;
const mercator = (latitude) => Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, latitude)) * SHRINK) / 2));
const map = { width: 0, height: 0, scale: 100, tx: 0, ty: 0, turn: 0, fitted: null, moved: false };

/** The coded outlines as GeoJSON: a ring is its first point, then steps, in lines of a grid. */
function outlineFeatures() {
  const ring = (steps, grid) => {
    let [x, y] = [0, 0];
    const points = [];
    for (let at = 0; at < steps.length; at += 2) points.push([(x += steps[at]) / grid, (y += steps[at + 1]) / grid]);
    return points;
  };
  return data.outlines.map(({ level, visited, grid, polygons }) => ({
    type: "Feature",
    properties: { level, visited },
    geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map((steps) => ring(steps, grid))) },
  }));
}

function mapSpec() {
  const projected = (fields, as) => ({ type: "geopoint", projection: "world", fields, as });
  const chosen = "datum.chosen";
  return {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    width: map.width,
    height: map.height,
    padding: 0,
    autosize: "none",
    background: "#eaf1f5",
    signals: [
      ...["scale", "tx", "ty", "turn"].map((name) => ({ name, value: map[name] })),
      { name: "room", value: [map.width, map.height] },
      { name: "focused", value: null },
    ],
    projections: [
      {
        name: "world",
        type: "mercator",
        scale: { signal: "scale" },
        translate: [{ signal: "tx" }, { signal: "ty" }],
        rotate: [{ signal: "turn" }, 0, 0],
      },
    ],
    data: [
      { name: "outlines", values: outlineFeatures() },
      {
        name: "routes",
        values: [],
        transform: [
          projected(["lon", "lat"], ["x", "y"]),
          projected(["lon2", "lat2"], ["x2", "y2"]),
          { type: "formula", as: "length", expr: "sqrt(pow(datum.x2 - datum.x, 2) + pow(datum.y2 - datum.y, 2))" },
          { type: "formula", as: "angle", expr: "atan2(datum.y2 - datum.y, datum.x2 - datum.x) * 180 / PI + 90" },
        ],
      },
      { name: "arrows", source: "routes", transform: [{ type: "filter", expr: `${chosen} && datum.length > 18` }] },
      { name: "points", values: [], transform: [projected(["lon", "lat"], ["x", "y"])] },
    ],
    marks: [
      {
        type: "shape",
        from: { data: "outlines" },
        aria: false,
        encode: {
          enter: {
            fill: [
              { test: "!datum.properties.visited", value: "#eceeee" },
              { test: "datum.properties.level === 'country'", value: "#fbfaf7" },
              { value: "transparent" },
            ],
            stroke: [{ test: "!datum.properties.visited", value: "#d5d9dc" }, { test: "datum.properties.level === 'country'", value: "#98a2ab" }, { test: "datum.properties.level === 'province'", value: "#aeb7be" }, { value: "#cdd3d8" }],
            strokeWidth: [
              { test: "datum.properties.level === 'country'", value: 0.8 },
              { test: "datum.properties.level === 'province'", value: 0.7 },
              { value: 0.4 },
            ],
          },
        },
        transform: [{ type: "geoshape", projection: "world" }],
        interactive: false,
      },
      {
        type: "rule",
        from: { data: "routes" },
        aria: false,
        interactive: false,
        encode: {
          update: {
            x: { field: "x" },
            y: { field: "y" },
            x2: { field: "x2" },
            y2: { field: "y2" },
            stroke: [{ test: chosen, value: RED }, { value: BLUE }],
            strokeOpacity: [{ test: chosen, value: 0.9 }, { field: "opacity" }],
            strokeWidth: [{ test: chosen, value: 1.8 }, { value: 1 }],
            strokeCap: { value: "round" },
          },
        },
      },
      {
        type: "symbol",
        from: { data: "arrows" },
        aria: false,
        interactive: false,
        encode: {
          update: {
            shape: { value: "triangle" },
            size: { value: 46 },
            x: { signal: "datum.x + (datum.x2 - datum.x) * 0.55" },
            y: { signal: "datum.y + (datum.y2 - datum.y) * 0.55" },
            angle: { field: "angle" },
            fill: { value: RED },
          },
        },
      },
      {
        type: "symbol",
        name: "places",
        from: { data: "points" },
        encode: {
          update: {
            x: { field: "x" },
            y: { field: "y" },
            size: { field: "size" },
            fill: [{ test: "datum.coarse", value: "#ffffff" }, { test: chosen, value: RED }, { value: BLUE }],
            fillOpacity: [{ test: "datum.coarse", value: 0.65 }, { value: 0.78 }],
            stroke: focusedStroke({ signal: `datum.coarse ? (${chosen} ? '${RED}' : '${BLUE}') : '#ffffff'` }),
            strokeWidth: [{ test: "datum.key === focused", value: 3 }, { test: "datum.coarse", value: 1.6 }, { value: 1 }],
            cursor: { value: "pointer" },
            tooltip: { field: "describe" },
            description: { field: "describe" },
          },
        },
      },
      {
        type: "text",
        from: { data: "places" },
        aria: false,
        interactive: false,
        encode: {
          update: {
            text: { field: "datum.label" },
            fontSize: { value: 11.5 },
            fontWeight: { signal: "datum.datum.chosen ? 600 : 400" },
            fill: { signal: `datum.datum.chosen ? '#9a3412' : '${INK}'` },
          },
        },
        transform: [
          {
            type: "label",
            size: { signal: "room" },
            avoidMarks: [],
            anchor: ["right", "left", "top", "bottom", "top-right", "bottom-right"],
            offset: [3],
            sort: { field: "datum.rank", order: "descending" },
          },
        ],
      },
    ],
  };
}

const mapChart = new Chart(byId("map"), "places", ({ key, stops: some }) => {
  if (some.length === 1) change({ stop: some[0] });
  else change({ at: state.at === key ? null : key });
});

/** Numbers in order as "1, 3–5": a tour may come back to a place. */
function ranges(numbers) {
  const runs = [];
  for (const number of numbers) {
    if (runs.length && runs.at(-1)[1] === number - 1) runs.at(-1)[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(", ");
}

/** The places of the stops, and legs between the places of each tour in order. */
function mapData(visible) {
  const stop = chosenStop();
  const tour = stop?.document ?? null;
  const order = new Map(tour ? tour.stops.filter((some) => visible.includes(some)).map((some, index) => [some, index + 1]) : []);
  const places = [...grouped(visible.filter(({ point }) => point), ({ at }) => at)];
  const most = Math.max(1, ...places.map(([, some]) => some.length));
  const points = places.map(([at, some]) => {
    const numbers = some.filter((one) => order.has(one)).map((one) => order.get(one));
    const narrowest = some[0].divisions.at(-1);
    const coarse = some.every(({ depth }) => depth === "country" || depth === "province");
    const name = narrowest && (some.length > 1 || !isInLanguage(some[0])) ? divisionName(narrowest) : placeName(some[0]);
    const number = ranges(numbers);
    return {
      key: at,
      lon: some[0].point[0],
      lat: some[0].point[1],
      size: 40 + (760 * some.length) / Math.max(most, 12),
      stops: some.map(({ id }) => id),
      chosen: numbers.length > 0,
      coarse,
      rank: numbers.length ? 1e6 - numbers[0] : some.length,
      label: `${number && `${number} `}${name.length > 28 ? `${name.slice(0, 27)}…` : name}`,
      describe: some.length === 1 ? describe(some[0]) : `${name}: ${t("count.stops", { n: some.length })}`,
    };
  });
  points.sort((a, b) => Number(a.chosen) - Number(b.chosen) || b.size - a.size);
  const tours = grouped(visible, ({ document }) => document);
  const legs = [...tours].flatMap(([document, some]) => {
    const placed = some.filter(({ point }) => point);
    return placed.slice(1).map((to, index) => {
      const from = placed[index];
      return {
        lon: from.point[0],
        lat: from.point[1],
        lon2: to.point[0],
        lat2: to.point[1],
        chosen: document === tour,
        opacity: tours.size > 40 ? 0.16 : 0.35,
      };
    });
  });
  legs.sort((a, b) => Number(a.chosen) - Number(b.chosen));
  return { points, legs: legs.filter(({ lon, lat, lon2, lat2 }) => lon !== lon2 || lat !== lat2) };
}

/** Shows all points: the world is turned so that the widest gap between them lies at its edge. */
function fitMap(points) {
  const { width, height } = map;
  const shown = points.length ? points : [{ lon: 60, lat: 60 }, { lon: 150, lat: -20 }];
  const sorted = shown.map(({ lon }) => lon).sort((a, b) => a - b);
  let west = sorted[0];
  let widest = sorted[0] + 360 - sorted.at(-1);
  sorted.slice(1).forEach((lon, index) => {
    if (lon - sorted[index] > widest) [widest, west] = [lon - sorted[index], lon];
  });
  const breadth = Math.max(0.0001, 360 - widest) * SHRINK;
  map.turn = -(west + (360 - widest) / 2);
  const heights = shown.map(({ lat }) => mercator(lat));
  const [bottom, top] = [Math.min(...heights), Math.max(...heights)];
  const margin = Math.min(70, width / 6);
  const nearest = 6000 * (width / 700); // one place alone is shown with its surroundings, about 700 km across
  map.scale = Math.min((width - 2 * margin) / breadth, (height - 2 * 40) / Math.max(top - bottom, 0.0001), nearest);
  map.tx = width / 2;
  map.ty = height / 2 + (map.scale * (top + bottom)) / 2;
}

function moveMap() {
  if (map.waiting) return;
  map.waiting = requestAnimationFrame(() => {
    map.waiting = null;
    for (const name of ["scale", "tx", "ty", "turn"]) mapChart.view?.signal(name, map[name]);
    mapChart.view?.runAsync();
  });
}

function zoomMap(factor, x = map.width / 2, y = map.height / 2) {
  const scale = Math.max(40, Math.min(60000, map.scale * factor));
  const by = scale / map.scale;
  Object.assign(map, { scale, tx: x + (map.tx - x) * by, ty: y + (map.ty - y) * by, moved: true });
  moveMap();
}

function panMap(dx, dy) {
  // The world is turned rather than shifted, so that it has no edge.
  map.turn += dx / map.scale / SHRINK;
  map.turn = ((map.turn + 540) % 360) - 180;
  map.ty += dy;
  map.moved = true;
  moveMap();
}

async function showMap(visible) {
  const host = byId("map");
  const { points, legs } = mapData(visible);
  const width = Math.floor(host.clientWidth);
  if (!width) return;
  const height = isPhone() ? 300 : Math.round(Math.min(520, Math.max(360, width * 0.58)));
  const resized = width !== map.width || height !== map.height;
  Object.assign(map, { width, height });
  map.points = points;
  const tour = points.filter(({ chosen }) => chosen);
  const view = [tour.length ? chosenStop().document.id : "", ...points.map(({ key }) => key).sort()].join(";");
  if (map.fitted !== view || (resized && !map.moved)) {
    map.moved = false;
    map.fitted = view;
    fitMap(tour.length ? tour : points);
  }
  if (!mapChart.view) await mapChart.draw(mapSpec());
  for (const name of ["scale", "tx", "ty", "turn"]) mapChart.view.signal(name, map[name]);
  mapChart.view.width(width).height(height).signal("room", [width, height]).data("routes", legs).data("points", points);
  mapChart.items = inOrder(visible.filter(({ point }) => point)).map((stop) => ({ key: stop.at, stops: [stop.id], describe: describe(stop) }));
  mapChart.at = -1;
  await mapChart.view.runAsync();
  const nowhere = visible.filter(({ point }) => !point).length;
  fill(byId("map-note"), `${t("map.note")} `, make("span", { class: "mouse" }, t("map.mouse")), nowhere ? ` ${t("map.nowhere", { n: nowhere })}` : "");
  byId("map-sources").textContent = data.outlineSources;
}

function listenToMap() {
  const host = byId("map");
  const pointers = new Map();
  byId("zoom-in").addEventListener("click", () => zoomMap(1.6));
  byId("zoom-out").addEventListener("click", () => zoomMap(1 / 1.6));
  byId("zoom-fit").addEventListener("click", () => {
    fitMap(map.points);
    map.moved = false;
    moveMap();
  });
  host.addEventListener("keydown", ({ key }) => {
    if (key === "+" || key === "=") zoomMap(1.6);
    if (key === "-") zoomMap(1 / 1.6);
    if (key === "0") byId("zoom-fit").click();
  });
  host.addEventListener(
    "wheel",
    (event) => {
      // A plain wheel scrolls the page; with Ctrl (which a pinch on a touchpad sends) it zooms.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = host.getBoundingClientRect();
      zoomMap(1.002 ** -Math.max(-300, Math.min(300, event.deltaY)), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
  host.addEventListener("pointerdown", (event) => pointers.set(event.pointerId, event));
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    host.addEventListener(name, ({ pointerId }) => pointers.delete(pointerId));
  }
  host.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const others = [...pointers.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
    pointers.set(event.pointerId, event);
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (others.length === 1) {
      const apart = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY);
      const box = host.getBoundingClientRect();
      zoomMap(apart(event) / Math.max(1, apart(before)), (event.clientX + others[0].clientX) / 2 - box.left, (event.clientY + others[0].clientY) / 2 - box.top);
      panMap(dx / 2, dy / 2);
    } else if (event.pointerType === "mouse") {
      panMap(dx, dy);
    }
  });
}
