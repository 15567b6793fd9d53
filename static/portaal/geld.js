// Draws the money flows beside their tables. Without scripts the tables say the same.
"use strict";

(() => {
  const vlak = document.querySelector("[data-geldstromen]");
  if (!vlak || !window.echarts) return;
  const { knopen, stromen } = JSON.parse(vlak.dataset.geldstromen);
  const stijl = getComputedStyle(document.documentElement);
  const kleur = (naam) => stijl.getPropertyValue(naam).trim();
  const betalerkleuren = ["--gg-balk-1", "--gg-balk-2", "--gg-balk-3", "--gg-balk-5", "--gg-balk-6", "--gg-balk-7"].map(kleur);
  const laagkleuren = [null, kleur("--gg-groen-500"), kleur("--gg-balk-8")];
  const taal = document.documentElement.lang === "en" ? "en-GB" : "nl-NL";
  const euro = new Intl.NumberFormat(taal, { style: "currency", currency: "EUR" });
  const rond = new Intl.NumberFormat(taal, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });
  const namen = new Map(knopen.map((knoop) => [knoop.id, knoop.naam]));
  const rustig = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const beeld = echarts.init(vlak, null, { renderer: "svg" });
  // With a viewBox the drawing can be scaled: on paper it becomes as wide as the sheet (see portaal.css).
  beeld.on("rendered", () => {
    const svg = vlak.querySelector("svg");
    svg?.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  });
  beeld.setOption({
    animation: !rustig,
    animationDuration: 400,
    textStyle: { fontFamily: stijl.getPropertyValue("--basis-text-font-family-default").trim() || "sans-serif" },
    tooltip: {
      renderMode: "richText", // the other mode writes style attributes, which the security policy of this site refuses
      confine: true,
      formatter: ({ dataType, data, value }) =>
        dataType === "edge"
          ? `${namen.get(data.source)} → ${namen.get(data.target)}\n${euro.format(data.value)}`
          : `${namen.get(data.name)}\n${euro.format(value)}`,
    },
    series: [
      {
        type: "sankey",
        top: 8,
        bottom: 8,
        left: 8,
        right: 200,
        nodeGap: 10,
        nodeWidth: 14,
        layoutIterations: 0, // the order of the programme, as in the tables
        draggable: false,
        emphasis: { focus: "adjacency" },
        lineStyle: { color: "source", opacity: 0.35, curveness: 0.5 },
        label: {
          color: kleur("--gg-inkt"),
          fontSize: 13,
          formatter: ({ data, value }) => `${namen.get(data.name)}  ${rond.format(value)}`,
        },
        data: knopen.map((knoop, nummer) => ({
          name: knoop.id,
          depth: knoop.laag,
          itemStyle: { color: laagkleuren[knoop.laag] ?? betalerkleuren[nummer % betalerkleuren.length], borderWidth: 0 },
        })),
        links: stromen.map((stroom) => ({ source: stroom.van, target: stroom.naar, value: Number(stroom.bedrag) })),
      },
    ],
  });
  new ResizeObserver(() => beeld.resize()).observe(vlak);
  vlak.dataset.klaar = "ja";
})();
