"use strict";
(() => {
  const numbers = JSON.parse(document.getElementById("numbers").textContent);
  // Okabe and Ito's palette: told apart by colour-blind readers
  const palette = ["#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"];
  const prefixes = ["q", "r", "y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T"];
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = arm => palette[numbers.arms.indexOf(arm) % palette.length] || palette[0];

  function joules(value) {
    if (value == null || !(value > 0)) return "–";
    const step = Math.floor(Math.log10(value * (1 + 1e-9)) / 3);
    const prefix = Math.max(0, Math.min(prefixes.length - 1, step + 10));
    return Number((value / 10 ** (3 * (prefix - 10))).toPrecision(3)) + " " + prefixes[prefix] + "J";
  }

  function age(seconds) {
    if (seconds == null) return "–";
    const units = [[31557600, "a"], [86400, "d"], [3600, "h"], [60, "min"], [1, "s"], [1e-3, "ms"], [1e-6, "µs"]];
    const [size, unit] = units.find(u => seconds >= u[0] * 0.999) || [1e-9, "ns"];
    return Number((seconds / size).toPrecision(3)) + " " + unit;
  }

  // one x column for all arms, gaps where an arm has no point there
  function joined(curves, arms) {
    return uPlot.join(arms.map(arm => [curves[arm].map(p => p[0]), curves[arm].map(p => p[1])]));
  }

  const axis = more => Object.assign({stroke: css("--ink"), grid: {stroke: css("--grid"), width: 1},
    ticks: {stroke: css("--grid"), width: 1}}, more);
  const series = (arm, value) => ({label: arm, stroke: colour(arm), width: 2, spanGaps: true, points: {size: 5}, value});

  function draw(id, data, options) {
    const place = document.getElementById(id);
    place.textContent = "";
    const size = () => ({width: place.clientWidth, height: place.clientWidth < 600 ? 300 : 360});
    const plot = new uPlot(Object.assign(size(), options), data, place);
    return () => plot.setSize(size());
  }

  function energy() {
    const positive = {};
    for (const [arm, points] of Object.entries(numbers.energy)) {
      positive[arm] = points.map(p => [p[0], p[1] > 0 ? p[1] / numbers.kT : null]);
    }
    const arms = numbers.arms.filter(arm => positive[arm]);
    const both = kT => kT == null ? "–" : Number(kT.toPrecision(3)) + " kT, " + joules(kT * numbers.kT);
    const data = joined(positive, arms);
    const lines = numbers.lines.map((line, i) => ({label: line.name, stroke: palette[(numbers.arms.length + i) % palette.length], width: 2, spanGaps: true,
      dash: [[8, 4], [2, 3], [10, 3, 2, 3], [4, 4]][i % 4], points: {show: false}, value: (u, v) => both(v)}));
    // in kT, since the library rounds what is below 1e-16 to nothing
    for (const line of numbers.lines) data.push(data[0].map(() => line.joules / numbers.kT));
    return draw("energy", data, {
      scales: {x: {time: false}, y: {distr: 3}},
      axes: [axis({label: "update"}), axis({size: 72, label: "kT",
        values: (u, ticks) => ticks.map(t => t == null ? "" : t < 0.01 ? t.toExponential(0) : Number(t.toPrecision(3)).toLocaleString("en"))})],
      series: [{label: "update", value: (u, v) => v == null ? "–" : Math.round(v)},
        ...arms.map(arm => series(arm, (u, v) => both(v))), ...lines]});
  }

  function retention() {
    const positive = {};
    for (const [arm, points] of Object.entries(numbers.retention)) {
      positive[arm] = points.filter(p => p[0] > 0);
    }
    const arms = numbers.arms.filter(arm => positive[arm] && positive[arm].length);
    const marks = [1e-9, 1e-6, 1e-3, 1, 60, 3600, 86400, 2629800, 31557600, 315576000, 3155760000];
    const words = ["1 ns", "1 µs", "1 ms", "1 s", "1 min", "1 h", "1 d", "1 mo", "1 a", "10 a", "100 a"];
    return draw("retention", joined(positive, arms), {
      scales: {x: {time: false, distr: 3}, y: {range: (u, least, most) => [0, numbers.share ? 1 : (most || 1) * 1.05]}},
      axes: [axis({label: "time since the end of training", filter: (u, ticks) => ticks,
          splits: (u, i, least, most) => {
            let last = -Infinity;
            return marks.filter(m => {
              const there = m >= least * 0.99 && m <= most * 1.01 && u.valToPos(m, "x") - last > 48;
              if (there) last = u.valToPos(m, "x");
              return there;
            });
          },
          values: (u, ticks) => ticks.map(t => words[marks.indexOf(t)])}),
        axis({size: 56})],
      series: [{label: "time", value: (u, v) => age(v)},
        ...arms.map(arm => series(arm, (u, v) => v == null ? "–" : v.toFixed(3)))]});
  }

  let resize = [];
  function all() {
    resize = [];
    if (document.getElementById("energy")) resize.push(energy());
    if (document.getElementById("retention")) resize.push(retention());
  }
  all();
  addEventListener("resize", () => resize.forEach(f => f()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
})();
