// The map: places sized by their stops, routes in order, and moving about.

const mercator = (latitude) => Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, latitude)) * SHRINK) / 2));

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

/** Brings a place that the keyboard has come to into the picture. */
mapChart.onFocus = ({ point: [longitude, latitude] }) => {
  const x = map.tx + map.scale * SHRINK * (((longitude + map.turn + 540) % 360) - 180);
  const y = map.ty - map.scale * mercator(latitude);
  const isSeen = x > 10 && x < map.width - 10 && y > 10 && y < map.height - 10;
  if (!isSeen) panMap(map.width / 2 - x, map.height / 2 - y);
};

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
  map.regions ??= regions();
  mapChart.view.data("regions", [...map.regions].map(([code, place]) => ({ ...place, label: divisionName(code) })));
  mapChart.items = inOrder(visible.filter(({ point }) => point)).map((stop) => ({ key: stop.at, point: stop.point, stops: [stop.id], describe: describe(stop) }));
  mapChart.at = -1;
  await mapChart.view.runAsync();
  const nowhere = visible.filter(({ point }) => !point).length;
  fill(byId("map-note"), `${t("map.note")} `, make("span", { class: "mouse" }, t("map.mouse")), make("span", { class: "touch" }, t("map.touch")), nowhere ? ` ${t("map.nowhere", { n: nowhere })}` : "");
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
