// Gives a figure the page's own colours, type and number signs. Python names colours by token ("deployed"); here the
// token becomes the colour of the theme that is on.
const CLEAR = "rgba(0,0,0,0)";

// Colours. A custom property holds light-dark(...) as text; only a used colour is resolved, so a probe wears it.
export const palette = () => {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.forcedColorAdjust = "none"; // status colours carry meaning in a forced palette too
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const known = new Map();
  const colour = (token) => {
    if (!known.has(token)) {
      probe.style.color = "transparent";
      probe.style.color = `var(--${token})`;
      known.set(token, style.color);
    }
    return known.get(token);
  };
  colour.done = () => probe.remove();
  colour.sans = style.getPropertyValue("--sans");
  return colour;
};

const each = (token, paint) => (Array.isArray(token) ? token.map(paint) : paint(token));

const separators = () => {
  const parts = new Intl.NumberFormat(document.documentElement.lang || "en").formatToParts(12345.6);
  const sign = (type, other) => parts.find((part) => part.type === type)?.value ?? other;
  return sign("decimal", ".") + sign("group", ",");
};

const template = (colour) => {
  const axis = {
    gridcolor: colour("grid"),
    linecolor: colour("axis"),
    tickfont: { size: 12, color: colour("ink-3") },
    zeroline: false,
    fixedrange: true,
  };
  return {
    layout: {
      font: { family: colour.sans, size: 13, color: colour("ink") },
      paper_bgcolor: CLEAR,
      plot_bgcolor: CLEAR,
      hoverlabel: { bgcolor: colour("ink"), bordercolor: colour("ink"), font: { family: colour.sans, size: 13, color: colour("paper") }, align: "left" },
      xaxis: axis,
      yaxis: { ...axis, tickformat: ",d" },
    },
    data: {
      bar: [{ error_x: { color: colour("whisker"), thickness: 1.25, width: 4 }, textposition: "inside" }],
      scatter: [{ error_y: { color: colour("whisker"), thickness: 1.25, width: 4 } }],
    },
  };
};

// What is over is pale with an edge, as the page's own bars are.
const OVER = ["lapsed", "ended", "closed"];
const inside = (token, colour) => colour(OVER.includes(token) ? "grid" : token);
const edge = (token, colour) => colour(token === "announced" ? "announced-line" : OVER.includes(token) ? "closed" : "paper");

// A range of nothing would be drawn as a tick at the end of the bar.
const ranges = (bound) => {
  const none = bound.array.map((up, i) => !up && !bound.arrayminus?.[i]);
  const kept = (list) => list?.map((value, i) => (none[i] ? NaN : value));
  return { ...bound, array: kept(bound.array), arrayminus: kept(bound.arrayminus) };
};

export const painted = (trace, colour) => {
  const token = trace.meta?.token;
  const open = trace.meta?.role === "unquantified";
  const copy = { ...trace };
  if (open) copy.marker = { symbol: "diamond-open", size: 10, ...trace.marker, color: colour(token ?? "unquantified") };
  else if (token && trace.type === "bar") {
    copy.marker = {
      ...trace.marker,
      color: each(token, (name) => inside(name, colour)),
      line: { width: 1, color: each(token, (name) => edge(name, colour)) },
      ...(trace.marker?.pattern && { pattern: { fillmode: "overlay", fgcolor: colour(OVER.includes(token) ? token : "paper"), fgopacity: 0.55, size: 6, solidity: 0.33, ...trace.marker.pattern } }),
    };
    if (trace.error_x) copy.error_x = { ...ranges(trace.error_x), color: colour(token === "deployed" ? "whisker-deployed" : "whisker") };
    copy.insidetextfont = { color: each(token, (name) => colour(`on-${name}`)), size: 13, ...trace.insidetextfont };
  } else if (token && !Array.isArray(token)) {
    copy.line = { ...trace.line, color: colour(token) };
    copy.marker = { ...trace.marker, color: colour(token) };
    copy.textfont = { ...trace.textfont, color: colour("ink") };
    if (trace.fill || trace.stackgroup) copy.fillcolor = colour(token);
  }
  return copy;
};

const named = (entries, paint) => entries?.map((entry) => (entry.name ? { ...entry, ...paint(entry) } : entry));

export const layoutOf = (figure, colour, extra) => ({
  hovermode: "closest",
  showlegend: false,
  separators: separators(),
  margin: { l: 56, r: 24, t: 8, b: 40 },
  ...figure.layout,
  annotations: named(figure.layout?.annotations, (entry) => ({ font: { ...entry.font, color: colour(entry.name) } })),
  shapes: named(figure.layout?.shapes, (entry) => ({ line: { ...entry.line, color: colour(entry.name) } })),
  autosize: true,
  dragmode: false,
  template: template(colour),
  ...extra,
  xaxis: { ...figure.layout?.xaxis, fixedrange: true, ...extra?.xaxis },
  yaxis: { ...figure.layout?.yaxis, fixedrange: true, ...extra?.yaxis },
});
