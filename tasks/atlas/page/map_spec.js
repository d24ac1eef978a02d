// How the map is drawn, in Vega's words: outlines below, routes, places, names on top.

const SHRINK = Math.PI / 180;

/** Where the map is: its size in pixels, and the projection's scale, shift and turn. */
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

/** Where the name of each country and province with stops goes: in the middle of its largest ring; and how many degrees that is wide. */
function regions() {
  const found = new Map();
  for (const { code, level, visited, grid, polygons } of data.outlines) {
    if (!visited || !(code in divisions) || (level !== "country" && level !== "province")) continue;
    for (const [ring] of polygons) {
      let [x, y] = [0, 0];
      let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
      for (let at = 0; at < ring.length; at += 2) {
        x += ring[at];
        y += ring[at + 1];
        [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
      }
      const span = (east - west) / grid;
      if (span > (found.get(code)?.span ?? 0)) found.set(code, { lon: (west + east) / 2 / grid, lat: (south + north) / 2 / grid, span });
    }
  }
  return found;
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
      {
        name: "regions",
        values: [],
        transform: [
          projected(["lon", "lat"], ["x", "y"]),
          // Named is what is large enough for its name and small enough to be one thing among others.
          { type: "formula", as: "pixels", expr: `datum.span * scale * ${SHRINK}` },
          { type: "filter", expr: "datum.pixels > 70 && datum.pixels < 1.2 * room[0] && datum.x > 0 && datum.x < room[0] && datum.y > 0 && datum.y < room[1]" },
        ],
      },
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
        name: "names",
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
      {
        type: "symbol",
        name: "seats",
        from: { data: "regions" },
        aria: false,
        interactive: false,
        encode: { update: { x: { field: "x" }, y: { field: "y" }, size: { value: 1 }, opacity: { value: 0 } } },
      },
      {
        type: "text",
        from: { data: "seats" },
        aria: false,
        interactive: false,
        encode: { update: { text: { field: "datum.label" }, fontSize: { value: 11 }, fontStyle: { value: "italic" }, fill: { value: "#66717b" } } },
        transform: [
          {
            type: "label",
            size: { signal: "room" },
            avoidMarks: ["places", "names"],
            avoidBaseMark: false,
            anchor: ["middle", "top", "bottom", "right", "left"],
            offset: [0, 16, 16, 16, 16],
            sort: { field: "datum.pixels", order: "descending" },
          },
        ],
      },
    ],
  };
}
