// Draws each figure with Plotly once it comes near the view, over the bars that the server sent, in the page's own
// colours. A figure is <script type="application/json" data-figure="id"> beside <div data-chart="id">.
// What a figure may say beyond Plotly's schema: trace.meta.token names its colour ("deployed"), an array of names
// one for each point; trace.meta.role "unquantified" is the open mark of a number not given; the name of an annotation
// or shape is its colour; customdata[0] of a point is the address that it opens. Bars along days have an x axis of type
// "date", their first days as `base` and their lengths in ms as x.
import { layoutOf, painted, palette } from "./paint.js";

const PLOTLY_URL = document.querySelector("script[data-plotly]").dataset.plotly;
const NEAR = 400; // px outside the view at which a chart is fetched
const CONFIG = { displayModeBar: false, showSendToCloud: false, plotlyServerURL: "", displaylogo: false, responsive: true };
const live = new Set();
let loading = null;

const load = () => {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = PLOTLY_URL;
    script.onload = () => done(window.Plotly);
    script.onerror = failed;
    document.head.append(script);
  });
  return loading;
};

// Where the server drew the marks, inside the layer that Plotly gets: px.
const placeOf = (chart, layer) => {
  const marks = chart.querySelector(".marks").getBoundingClientRect();
  const row = chart.querySelector(".bar:has(.marks)").getBoundingClientRect();
  const rows = chart.querySelector(".bars").children;
  const box = layer.getBoundingClientRect();
  const lowered = marks.top + marks.height / 2 - (row.top + row.height / 2);
  const top = Math.max(0, rows[0].getBoundingClientRect().top + lowered - box.top);
  const below = Math.max(0, box.height - top - row.height * rows.length);
  return { width: marks.width, thickness: marks.height / row.height, margin: { l: marks.left - box.left, r: box.right - marks.right, t: top, b: below, pad: 0 } };
};

// The number inside a part of a bar: only where the bar has several, it fits, and no range would strike it out.
const writer = (traces, pixels) => {
  const parts = new Map();
  for (const { x, y } of traces) y.forEach((name, i) => x[i] && parts.set(name, (parts.get(name) ?? 0) + 1));
  const ranged = new Set(traces.flatMap(({ y, error_x: bound }) => (bound ? y.filter((_, i) => bound.array?.[i] || bound.arrayminus?.[i]) : [])));
  const { format } = new Intl.NumberFormat(document.documentElement.lang || "en");
  return ({ x, y, text }) =>
    y.map((name, i) => {
      const words = Array.isArray(text) ? text[i] : format(x[i]);
      return x[i] && parts.get(name) > 1 && !ranged.has(name) && x[i] * pixels > words.length * 7.6 + 10 ? words : "";
    });
};

// Bars: names, words and totals are the page's own; Plotly draws the marks exactly where the server drew them.
const barsOf = (chart, layer, figure, colour) => {
  const place = placeOf(chart, layer);
  const names = [...chart.querySelectorAll(".bar")].map((row) => row.dataset.row);
  const traces = figure.data.filter((trace) => trace.type === "bar");
  // Bars along days lie where their days are, not behind each other; the page itself writes the days under them.
  const dated = figure.layout.xaxis.type === "date";
  const write = dated ? () => undefined : writer(traces, place.width / figure.layout.xaxis.range[1]);
  const asDrawn = { orientation: "h", width: place.thickness, texttemplate: undefined, textposition: "inside", insidetextanchor: "middle", constraintext: "none", textangle: 0 };
  const data = traces.map((trace) => ({
    hovertemplate: "%{y}: %{x:,} %{fullData.name}<extra></extra>",
    ...painted(trace, colour),
    ...asDrawn,
    text: write(trace),
  }));
  const layout = layoutOf(figure, colour, {
    barmode: dated ? "overlay" : "stack",
    margin: place.margin,
    height: undefined,
    annotations: [],
    xaxis: { visible: place.margin.b > 12 && !dated, title: undefined, automargin: false, tickformat: dated ? undefined : (figure.layout.xaxis.tickformat ?? ",d"), nticks: 6, showgrid: false, ticks: "outside", ticklen: 5 },
    yaxis: { type: "category", visible: false, automargin: false, categoryorder: "array", categoryarray: names, range: [names.length - 0.5, -0.5], autorange: false },
  });
  return { data, layout };
};

const plotOf = (chart, layer, figure, colour) => ({
  data: figure.data.map((trace) => painted(trace, colour)),
  layout: layoutOf(figure, colour, { height: undefined }),
});

const addressOf = (event) => {
  const custom = event.points?.[0]?.customdata;
  const address = Array.isArray(custom) ? custom[0] : custom;
  if (!address) return null;
  // A figure names pages as they are in every language.
  const own = address.startsWith("/") ? document.documentElement.dataset.language + address : address;
  const url = new URL(own, location.href);
  return url.origin === location.origin ? url.href : null;
};

const listen = (layer) => {
  layer.on("plotly_click", (event) => {
    const address = addressOf(event);
    if (!address) return;
    // A page of the record may not be framed: out of a frame it opens beside it.
    if (window === window.top) location.assign(address);
    else window.open(address, "_blank", "noopener");
  });
  layer.on("plotly_hover", (event) => layer.classList.toggle("is-link", Boolean(addressOf(event))));
  layer.on("plotly_unhover", () => layer.classList.remove("is-link"));
};

const figureOf = (chart) => {
  const script = document.querySelector(`script[data-figure="${CSS.escape(chart.dataset.chart)}"]`);
  return script && JSON.parse(script.textContent);
};

const draw = (Plotly, chart) => {
  const layer = chart.querySelector(".plot-layer");
  const figure = figureOf(chart);
  const bars = chart.dataset.mode === "bars";
  if (!figure || !chart.isConnected || (bars && !chart.querySelector(".marks"))) return;
  const colour = palette();
  const { data, layout } = (bars ? barsOf : plotOf)(chart, layer, figure, colour);
  colour.done();
  const first = !live.has(chart);
  live.add(chart);
  Plotly.react(layer, data, layout, CONFIG).then(() => {
    chart.classList.add("is-live");
    if (first) listen(layer);
  });
  if (first) {
    chart.drawnWidth = chart.clientWidth;
    sizes.observe(chart);
  }
};

const redraw = () => {
  if (window.Plotly) for (const chart of live) draw(window.Plotly, chart);
};

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.clientWidth === target.drawnWidth || !target.clientWidth) continue;
    target.drawnWidth = target.clientWidth;
    requestAnimationFrame(() => draw(window.Plotly, target));
  }
});

const fetchAndDraw = (chart) => load().then((Plotly) => draw(Plotly, chart), () => {}); // without Plotly the server's bars stay

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      fetchAndDraw(target);
    }
  },
  { rootMargin: `${NEAR}px 0px` },
);

const begin = () => {
  for (const chart of document.querySelectorAll("[data-chart]")) if (!live.has(chart)) near.observe(chart);
};

const forget = () => {
  for (const chart of live) {
    if (chart.isConnected) continue;
    live.delete(chart);
    sizes.unobserve(chart);
    window.Plotly.purge(chart.querySelector(".plot-layer"));
  }
};

document.addEventListener("muster:theme", redraw);
document.addEventListener("muster:swap", () => {
  forget();
  begin();
});
begin();
