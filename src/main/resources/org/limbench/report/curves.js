"use strict";
(() => {
  const numbers = JSON.parse(document.getElementById("numbers").textContent);
  // Okabe and Ito's palette: told apart by colour-blind readers
  const palette = ["#0072b2", "#e69f00", "#d55e00", "#56b4e9", "#009e73", "#cc79a7"];
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const figure = v => v == null ? "–" : v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e5)
    ? v.toExponential(2).replace("e+", "e") : String(Number(v.toPrecision(4)));
  const tick = v => v == null ? "" : v !== 0 && (Math.abs(v) < 1e-2 || Math.abs(v) >= 1e5)
    ? v.toExponential(0).replace("e+", "e") : String(Number(v.toPrecision(6)));
  const axis = more => Object.assign({stroke: css("--ink"), grid: {stroke: css("--grid"), width: 1},
    ticks: {stroke: css("--grid"), width: 1}}, more);
  // powers of ten alone, and of those only what has room
  function decades(pixels) {
    return (u, ticks, which) => {
      const scale = u.axes[which].scale;
      let last = null;
      return ticks.map(t => {
        const whole = Math.abs(Math.log10(t) - Math.round(Math.log10(t))) < 1e-9;
        const at = u.valToPos(t, scale);
        if (!whole || last !== null && Math.abs(at - last) < pixels) return null;
        last = at;
        return t;
      });
    };
  }

  // what is flagged, painted behind the curves: the region where any curve has left the model's validity
  function shade(u, plot) {
    const flags = plot.x.values.map((_, i) => plot.series.some(s => s.flags[i]));
    const {left, top, width, height} = u.bbox;
    u.ctx.save();
    u.ctx.fillStyle = css("--flag");
    for (let i = 0; i < flags.length; i++) {
      if (!flags[i]) continue;
      let end = i;
      while (flags[end + 1]) end++;
      const from = i === 0 ? left : u.valToPos(plot.x.values[i], "x", true);
      const to = end + 1 < flags.length ? u.valToPos(plot.x.values[end + 1], "x", true) : left + width;
      u.ctx.fillRect(from, top, to - from, height);
      i = end;
    }
    if (plot.band) {
      const low = u.valToPos(plot.band[0], "y", true);
      const high = u.valToPos(plot.band[1], "y", true);
      u.ctx.fillStyle = css("--tint");
      u.ctx.fillRect(left, high, width, low - high);
    }
    u.ctx.restore();
  }

  // flagged points of each curve, ringed in its own colour
  function ring(u, plot) {
    u.ctx.save();
    u.ctx.setLineDash([]);
    u.ctx.lineWidth = 1.5 * devicePixelRatio;
    plot.series.forEach((s, k) => {
      u.ctx.strokeStyle = palette[k % palette.length];
      let last = -Infinity;
      s.flags.forEach((flag, i) => {
        if (!flag || s.values[i] == null) return;
        const x = u.valToPos(plot.x.values[i], "x", true);
        if (x - last < 14 * devicePixelRatio) return;
        last = x;
        u.ctx.beginPath();
        u.ctx.arc(x, u.valToPos(s.values[i], "y", true), 4 * devicePixelRatio, 0, 2 * Math.PI);
        u.ctx.stroke();
      });
    });
    u.ctx.restore();
  }

  // logarithmic over many decades: lines at the labelled powers of ten alone
  const crowded = values => {
    const positive = values.filter(v => v > 0);
    return Math.log10(Math.max(...positive) / Math.min(...positive)) > 8;
  };
  const logAxis = (more, pixels, values) => {
    const filter = decades(pixels);
    return crowded(values)
      ? Object.assign(more, {filter, grid: {stroke: css("--grid"), width: 1, filter}, ticks: {stroke: css("--grid"), width: 1, filter}})
      : Object.assign(more, {filter});
  };

  function draw(plot) {
    const place = document.getElementById(plot.id);
    place.textContent = "";
    const size = () => ({width: place.clientWidth, height: place.clientWidth < 600 ? 300 : 380});
    const texts = (u, ticks) => ticks.map(tick);
    const wide = plot.x.values.length > 1;
    const chart = new uPlot(Object.assign(size(), {
      scales: {x: {time: false, distr: wide ? 3 : 1}, y: {distr: plot.y.log ? 3 : 1}},
      axes: [
        axis(wide ? logAxis({label: plot.x.label, values: texts}, 44, plot.x.values) : {label: plot.x.label, values: texts}),
        axis(plot.y.log ? logAxis({label: plot.y.label, size: 72, values: texts}, 22, plot.series.flatMap(s => s.values))
          : {label: plot.y.label, size: 72, values: texts})],
      series: [{label: plot.x.label, value: (u, v) => figure(v)},
        ...plot.series.map((s, k) => ({label: s.label, stroke: palette[k % palette.length], width: 2,
          dash: s.dashed ? [8, 4] : undefined, spanGaps: !s.dots, paths: s.dots ? () => null : undefined,
          points: s.dots ? {show: true, size: 8} : {show: plot.x.values.length < 12},
          value: (u, v) => v == null ? "–" : figure(v) + " " + plot.y.unit}))],
      hooks: {drawAxes: [u => shade(u, plot)], draw: [u => ring(u, plot)]}
    }), [plot.x.values, ...plot.series.map(s => s.values)], place);
    return () => chart.setSize(size());
  }

  let resize = [];
  const all = () => { resize = numbers.plots.map(draw); };
  all();
  addEventListener("resize", () => resize.forEach(f => f()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
})();
